#!/usr/bin/env bash
exec java ${KAFKA_HEAP_OPTS:--Xmx256m} -Dlog4j2.configurationFile=/etc/kafka/docker/console.properties \
  -cp '/opt/kafka/libs/*' "$@"
