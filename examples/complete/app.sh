#!/bin/sh
echo "Hello from $APP_NAME"
