#!/usr/bin/env bash
# The whole pipeline with one command; --help lists the options.
set -euo pipefail
root=$(cd "$(dirname "$0")" && pwd)
. "$root/local-stack/bin/build-if-needed"
terminal=()
[ -t 1 ] && terminal=(--terminal)
exec java -cp "$root/local-stack/quickstart/target/lib/*" org.fulfillmentconnect.quickstart.Quickstart --project "$root" "${terminal[@]}" "$@"
