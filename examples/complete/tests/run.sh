#!/bin/sh
[ -s requirements.txt ] && [ "$(sh app.sh)" = "Hello from myapp" ] && echo "2 passed"
