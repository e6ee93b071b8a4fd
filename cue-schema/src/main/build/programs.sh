#!/usr/bin/env bash
# Builds and tests the Go programs: the evaluator, which evaluates CUE for the Java code, and the launcher of tasks.
#
#   programs.sh build host|all FOLDER   compiles them to FOLDER/OS-ARCH/NAME, a NAME.sha256 beside each
#   programs.sh test                    vets them and runs their tests
#
# The same sources give the same bytes on every machine: no paths, no revision, no symbols, no settings of the caller's.
set -euo pipefail

oldest_go=1.25
all_platforms="linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64"

fail() {
  echo "$*" >&2
  exit 1
}

require_go() {
  command -v go >/dev/null ||
    fail "Building the bundled programs needs Go $oldest_go or later, and there is no 'go' on the PATH. Install it: https://go.dev/dl/"
  local version
  version=$(GOTOOLCHAIN=local go env GOVERSION)
  local minor=${version#go1.}
  minor=${minor%%[!0-9]*}
  [[ $version != go1.* || ${minor:-0} -ge ${oldest_go#1.} ]] ||
    fail "Building the bundled programs needs Go $oldest_go or later, and this is $version. Install a newer one: https://go.dev/dl/"
}

sha256() {
  if command -v sha256sum >/dev/null; then
    sha256sum <"$1"
  else
    shasum -a 256 <"$1"
  fi | cut -d ' ' -f 1
}

# compile OS ARCH FOLDER NAME PACKAGE
compile() {
  local file=$3/$4
  if [[ $1 == windows ]]; then
    file=$file.exe
  fi
  mkdir -p "$3"
  CGO_ENABLED=0 GOOS=$1 GOARCH=$2 GOAMD64=v1 GOARM64=v8.0 \
    go build -trimpath -buildvcs=false -ldflags "-s -w" -o "$file" "$5"
  sha256 "$file" >"$3/$4.sha256"
}

# build host|all FOLDER
build() {
  local platforms=$all_platforms platform os arch
  if [[ $1 == host ]]; then
    platforms="$(go env GOHOSTOS)/$(go env GOHOSTARCH)"
  fi
  for platform in $platforms; do
    os=${platform%/*} arch=${platform#*/}
    compile "$os" "$arch" "$2/$os-$arch" cuenv-eval ./go
    compile "$os" "$arch" "$2/$os-$arch" cuenv-launch ./go/launcher
  done
}

cd "$(dirname "${BASH_SOURCE[0]}")/.."
require_go
export GOFLAGS=-mod=readonly GOWORK=off

case ${1-} in
  build) build "$2" "$3" ;;
  test) go vet ./... && go test ./... ;;
  *) fail "usage: programs.sh build host|all FOLDER, or programs.sh test" ;;
esac
