#!/usr/bin/env bash
# PostgreSQL takes its private key only from a file that nobody else may read.
set -euo pipefail
install -m 0600 /etc/covenant/tls/tls.key /run/postgresql/tls.key
exec docker-entrypoint.sh postgres \
    -c ssl=on -c ssl_cert_file=/etc/covenant/tls/tls.crt -c ssl_key_file=/run/postgresql/tls.key -c ssl_min_protocol_version=TLSv1.3 \
    -c hba_file=/etc/covenant/postgres/pg_hba.conf -c password_encryption=scram-sha-256 -c max_connections=120 \
    -c log_statement=none -c log_parameter_max_length=0 -c log_parameter_max_length_on_error=0
