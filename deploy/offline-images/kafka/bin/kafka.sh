#!/usr/bin/env bash
# Kafka's own scripts by their names.
set -euo pipefail
case "$(basename "$0" .sh)" in
kafka-storage) main=kafka.tools.StorageTool ;;
kafka-server-start) main=kafka.Kafka ;;
kafka-topics) main=org.apache.kafka.tools.TopicCommand ;;
kafka-acls) main=org.apache.kafka.tools.AclCommand ;;
kafka-consumer-groups) main=org.apache.kafka.tools.consumer.group.ConsumerGroupCommand ;;
esac
# shellcheck disable=SC2086
exec java ${KAFKA_HEAP_OPTS:-} -XX:+UseSerialGC -Dlog4j2.configurationFile=/opt/kafka/config/log4j2.properties -cp '/opt/kafka/libs/*' "$main" "$@"
