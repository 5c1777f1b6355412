#!/usr/bin/env bash
# What compose needs of the image's start: the superuser's password, and settings from variables with a dot in their names.
set -euo pipefail
cd /usr/share/elasticsearch
if [ -n "${ELASTIC_PASSWORD:-}" ]; then
  [ -e config/elasticsearch.keystore ] || bin/elasticsearch-keystore create >/dev/null
  bin/elasticsearch-keystore list | grep -qx bootstrap.password \
    || printf '%s' "$ELASTIC_PASSWORD" | bin/elasticsearch-keystore add -x bootstrap.password
fi
settings=()
while IFS= read -r -d '' variable; do
  [[ ${variable%%=*} =~ ^[a-z0-9_]+\.[a-z0-9_.]+$ ]] && settings+=("-E$variable")
done </proc/self/environ
exec bin/elasticsearch "${settings[@]}"
