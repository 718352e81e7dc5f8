#!/usr/bin/env bash
# As much of the image postgres as docker-compose.yml uses: a new cluster with a password, the scripts of /docker-entrypoint-initdb.d, the server.
set -euo pipefail
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    initdb --username postgres --pwfile <(printf '%s\n' "$POSTGRES_PASSWORD") --auth-local trust --auth-host scram-sha-256 --encoding UTF8 \
        --data-checksums --no-instructions
    pg_ctl --options "-c listen_addresses='' -k /var/run/postgresql" --wait start
    for script in /docker-entrypoint-initdb.d/*.sh; do
        bash "$script"
    done
    pg_ctl --mode fast --wait stop
fi
exec "$@" -c listen_addresses='*' -k /var/run/postgresql
