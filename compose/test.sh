#!/usr/bin/env bash
# Starts the compose file with images built here, where those of a registry cannot be pulled, and looks at what comes out.
# --help says what is needed. Always takes down what it started.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

usage() {
  cat <<'USAGE'

Builds stand-ins for the images of the compose file from Debian's packages and Maven Central, starts the compose file with
them, waits until the shipped sample has gone through, checks what came out, and takes everything down.

  --registry     the compose file's own images instead, pulled from their registry
  --rebuild      build the stand-ins anew; they stay for the next run (about 1.5 GB)

Needs root, 6 GB of memory, docker (or dockerd: without an engine one is started for the time of the test), docker-compose or
docker compose, debootstrap, curl, python3, a JDK 17 and Maven. On Debian:
  apt-get install docker.io docker-compose debootstrap curl python3 openjdk-17-jdk-headless maven
USAGE
}

registry=
rebuild=
for argument in "$@"; do
  case $argument in
    --registry) registry=1 ;;
    --rebuild) rebuild=1 ;;
    -h | --help) usage; exit ;;
    *) usage >&2; exit 2 ;;
  esac
done

. "$root/compose/test/stand-ins"
work=$(mktemp -d)
project=fulfillment-test-$$
engine=
started=

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose --env-file "$work/env" -p "$project" -f "$root/compose/docker-compose.yml" "$@"
  else
    docker-compose --env-file "$work/env" -p "$project" -f "$root/compose/docker-compose.yml" "$@"
  fi
}

end() {
  local status=$?
  trap - EXIT
  if [ -n "$started" ]; then
    if [ "$status" -ne 0 ]; then
      compose ps || true
      compose logs --no-color --tail 20 2>&1 | cut -c -300 || true
    fi
    compose down -v --remove-orphans >/dev/null 2>&1 || status=1
    docker image rm -f "$CONNECT_IMAGE" >/dev/null 2>&1 || true
  fi
  if [ -n "$engine" ]; then
    kill "$engine" 2>/dev/null || true
    wait "$engine" 2>/dev/null || true
    # The engine leaves it mounted once a container, or a build, had this machine's network.
    umount "$work/exec/netns/default" 2>/dev/null || true
  fi
  rm -rf "$work"
  exit "$status"
}
trap end EXIT
trap 'exit 130' INT TERM

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

expect() {
  local what=$1 expected=$2 found=$3
  [ "$found" = "$expected" ] || fail "$what: expected $expected, but found $found"
  printf '%-70s %s\n' "$what" "$found"
}

# within SECONDS WHAT COMMAND ...
within() {
  local seconds=$1 what=$2 end=$((SECONDS + $1))
  shift 2
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || fail "$what: not within $seconds s"
    sleep 2
  done
}

start_engine() {
  docker info >/dev/null 2>&1 && return
  command -v dockerd >/dev/null || fail "no Docker engine answers, and there is no dockerd to start"
  export DOCKER_HOST=unix://$work/docker.sock
  # Its images are kept beside the downloads.
  dockerd --data-root "$cache/docker" --exec-root "$work/exec" -H "$DOCKER_HOST" -p "$work/docker.pid" >"$work/dockerd.log" 2>&1 &
  engine=$!
  within 60 "the Docker engine answers" eval 'docker info >/dev/null 2>&1 || { kill -0 $engine 2>/dev/null || { tail -5 "$work/dockerd.log" >&2; exit 1; }; false; }'
}

free_ports() {
  python3 - "$@" <<'PYTHON'
import socket, sys
sockets = [socket.socket() for _ in sys.argv[1:]]
for name, s in zip(sys.argv[1:], sockets):
    s.bind(("127.0.0.1", 0))
    print(f"{name}={s.getsockname()[1]}")
PYTHON
}

elasticsearch() {
  curl -s -u "elastic:$ELASTIC_PASSWORD" "http://127.0.0.1:$ELASTICSEARCH_PORT$1"
}

count() {
  elasticsearch "/$1/_count" | sed -n 's/.*"count":\([0-9]*\).*/\1/p'
}

sql() {
  compose exec -T postgres psql -U fulfillment -d fulfillment -Atc "$1"
}

figures() {
  curl -s -o /dev/null -X POST -u "elastic:$ELASTIC_PASSWORD" "http://127.0.0.1:$ELASTICSEARCH_PORT/shipments,shipment_events/_refresh" || return 1
  local found
  found="$(count shipments) $(count shipment_events) $(sql 'SELECT count(*), sum(sample_count), sum(late_count), sum(overdue_count) FROM route_stats_daily' 2>/dev/null | tr '|' ' ')"
  [ "$found" = "$1" ]
}

status() {
  curl -s -o /dev/null -w '%{http_code}' "$@"
}

set_up_ended() {
  [ "$(docker inspect -f '{{.State.Status}}' "$(compose ps -q setup)" 2>/dev/null)" = exited ]
}

healthy() {
  local service
  for service in kafka elasticsearch postgres connect kibana; do
    [ "$(docker inspect -f '{{.State.Health.Status}}' "$(compose ps -q $service)" 2>/dev/null)" = healthy ] || return 1
  done
}

start_engine
[ -z "$rebuild" ] || docker image rm -f $(docker image ls -q 'fulfillment-stand-in-*') >/dev/null 2>&1 || true
[ -n "$registry" ] || build_stand_ins "$work"

(. "$root/local-stack/bin/build-if-needed")

"$root/compose/make-env" "$work/env" >/dev/null
free_ports KAFKA_PORT CONNECT_PORT ELASTICSEARCH_PORT POSTGRES_PORT KIBANA_PORT >>"$work/env"
# What the engine's settings say goes before the file.
set -a
. "$work/env"
set +a
export CONNECT_IMAGE=fulfillment-connect:$project

echo "Building the Connect image"
started=1
DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=1 compose build -q connect >"$work/build.log" 2>&1 || { tail -20 "$work/build.log" >&2; fail "the Connect image"; }
begun=$SECONDS
echo "Starting"
compose up -d >"$work/up.log" 2>&1 || { tail -20 "$work/up.log" >&2; fail "compose up"; }
within 300 "the set-up ends" set_up_ended
compose logs --no-color setup | sed 's/^/  /'
expect "exit code of the set-up" 0 "$(docker inspect -f '{{.State.ExitCode}}' "$(compose ps -q setup)")"

sample="2000 10060 1767 1953 149 23"
within 180 "the sample has gone through ($sample)" figures "$sample"
echo "Started, set up and drained in $((SECONDS - begun)) s"
expect "case cards" 2000 "$(count shipments)"
expect "timeline documents" 10060 "$(count shipment_events)"
expect "rows of route_stats_daily, samples, late, overdue" "1767|1953|149|23" \
  "$(sql 'SELECT count(*), sum(sample_count), sum(late_count), sum(overdue_count) FROM route_stats_daily')"
# Without the broker's own heap, which the container has no room for twice.
compose exec -T -e KAFKA_HEAP_OPTS=-Xmx128m kafka /opt/kafka/bin/kafka-run-class.sh org.apache.kafka.tools.GetOffsetShell \
  --bootstrap-server localhost:19092 --topic 'fulfillment-(dlq-projection|dlq-kpi|rejects)' >"$work/offsets" 2>"$work/offsets.log" \
  || { tail -5 "$work/offsets.log" >&2; fail "the offsets of the dead letters"; }
expect "dead letters and rejects, in 3 topics" "0 in 3" "$(awk -F: '/^fulfillment-/ { sum += $3; topics++ } END { print sum + 0 " in " topics }' "$work/offsets")"

elastic=http://127.0.0.1:$ELASTICSEARCH_PORT
projection=fulfillment_projection:$FULFILLMENT_ELASTICSEARCH_PASSWORD
expect "Elasticsearch without a user" 401 "$(status "$elastic/shipments/_count")"
expect "Elasticsearch with a wrong password" 401 "$(status -u elastic:wrong "$elastic/shipments/_count")"
expect "the connector's user reads cards" 200 "$(status -u "$projection" "$elastic/shipments/_count")"
expect "the connector's user makes another index" 403 "$(status -u "$projection" -X PUT "$elastic/other")"
expect "Kibana without a user" 401 "$(status -H 'kbn-xsrf: true' -F file=@"$(ls "$root"/compose/kibana/*.ndjson | head -1)" "http://127.0.0.1:$KIBANA_PORT/api/saved_objects/_import")"
expect "the connector's user in PostgreSQL is a superuser" f "$(sql 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')"

for container in $(compose ps -q); do
  name=$(docker inspect -f '{{index .Config.Labels "com.docker.compose.service"}}' "$container")
  [ "$(docker inspect -f '{{.HostConfig.Memory}}' "$container")" -gt 0 ] || fail "$name has no memory limit"
  [ "$name" = setup ] || ! docker top "$container" -eo pid,uid | awk 'NR > 1 && $2 == 0' | grep -q . || fail "a process of $name runs as root"
  docker inspect -f '{{.Config.User}}' "$container" | grep -qvE '^(root|0)?(:.*)?$' || fail "$name is made to run as root"
done
echo "Every service has a memory limit, and none runs as root"
for variable in $(sed -n 's/=$//p' "$root/compose/.env.example"); do
  ! grep -qF "${!variable}" "$root/compose/docker-compose.yml" || fail "$variable is in the compose file"
done

echo "Starting everything anew on the same volumes"
begun=$SECONDS
compose down >/dev/null 2>&1
compose up -d >"$work/up.log" 2>&1 || { tail -20 "$work/up.log" >&2; fail "compose up, again"; }
within 300 "the set-up ends again" set_up_ended
expect "exit code of the set-up, again" 0 "$(docker inspect -f '{{.State.ExitCode}}' "$(compose ps -q setup)")"
within 60 "the same figures ($sample)" figures "$sample"
compose restart elasticsearch >/dev/null 2>&1
within 120 "all services healthy after a restart of Elasticsearch" healthy
within 60 "the same figures ($sample) after that" figures "$sample"
echo "The same figures after $((SECONDS - begun)) s"
echo "PASSED"
