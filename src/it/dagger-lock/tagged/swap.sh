# Gives alpine:latest the digest of the other image.
digest=$(sed -n 's/.*"python:3.11-slim": "\(.*\)".*/\1/p' cuenv.lock.json)
sed -i "s/\(\"alpine:latest\": \"\)[^\"]*/\1$digest/" cuenv.lock.json
