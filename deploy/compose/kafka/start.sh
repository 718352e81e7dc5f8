#!/usr/bin/env bash
set -euo pipefail
/opt/kafka/bin/kafka-storage.sh format --ignore-formatted --standalone --cluster-id covenant-compose-00001 \
    --config /etc/covenant/kafka/kafka.properties
exec /opt/kafka/bin/kafka-server-start.sh /etc/covenant/kafka/kafka.properties
