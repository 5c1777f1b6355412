#!/usr/bin/env bash
# Builds the last commit twice, in two folders, and compares every zip and every jar of the project to the byte.
set -euo pipefail
# Jars hold the modes of their files.
umask 022
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build() {
  mkdir -p "$(dirname "$work/$1")"
  git clone -q "$root" "$work/$1"
  (cd "$work/$1" && mvn -B -q package -DskipTests -Dspotless.check.skip=true >"$work/build.log" 2>&1) || { cat "$work/build.log"; exit 1; }
  (cd "$work/$1" && find . \( -path '*/target/*.zip' -o -path '*/target/plugin/*' -name '*.jar' \) -print0 | sort -z | xargs -0 sha256sum)
}

build one >"$work/one.sums"
build another/and/longer/path >"$work/another.sums"
diff "$work/one.sums" "$work/another.sums"
echo "$(wc -l <"$work/one.sums") files are the same in both builds"
