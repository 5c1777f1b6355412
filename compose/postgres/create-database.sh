#!/usr/bin/env bash
# Runs once, when the volume is new: a database of the connector's own, whose owner is no superuser.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v password="$FULFILLMENT_POSTGRES_PASSWORD" -U postgres -d postgres <<'SQL'
CREATE ROLE fulfillment LOGIN PASSWORD :'password';
CREATE DATABASE fulfillment OWNER fulfillment ENCODING 'UTF8';
SQL
