#!/usr/bin/env bash
# The whole pipeline with one command; README.md and --help list the options.
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
. "$root/local-stack/bin/build-if-needed"
[ ! -t 1 ] || set -- --terminal "$@"
run Quickstart --project "$root" "$@"
