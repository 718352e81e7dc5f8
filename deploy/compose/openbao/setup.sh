#!/usr/bin/env bash
# Initialises OpenBao once, prepares it by deploy/vault/bootstrap.sh, and gives each service a login of its own (AppRole). May be repeated.
set -euo pipefail
export VAULT_ADDR=https://openbao:8200 VAULT_CACERT=/etc/covenant/tls/ca.crt
initialised=/var/lib/openbao-setup/init.json

# call METHOD PATH [JSON]: prints the answer.
call() {
    curl --silent --show-error --fail-with-body --cacert "$VAULT_CACERT" --request "$1" --header 'Content-Type: application/json' \
        ${VAULT_TOKEN:+--header @<(printf 'X-Vault-Token: %s\n' "$VAULT_TOKEN")} ${3:+--data "$3"} "$VAULT_ADDR/v1/$2"
}

until state="$(call GET sys/init)"; do sleep 1; done
if grep -q '"initialized": *false' <<< "$state"; then
    (umask 077 && call PUT sys/init '{"recovery_shares": 1, "recovery_threshold": 1}' > "$initialised.new")
    mv "$initialised.new" "$initialised"
fi
VAULT_TOKEN="$(sed -n 's/.*"root_token": *"\([^"]*\)".*/\1/p' "$initialised")"
export VAULT_TOKEN
until call GET sys/health > /dev/null; do sleep 1; done

/etc/covenant/vault/bootstrap.sh
call GET sys/auth | grep -q '"approle/"' || call POST sys/auth/approle '{"type": "approle"}' > /dev/null
for service in consent-service data-subject-request-service retention-service notification-service audit-service; do
    variable="$(tr a-z- A-Z_ <<< "${service%-service}")_SECRET_ID"
    call POST "auth/approle/role/$service" "{\"token_policies\": [\"covenant-$service\"], \"token_ttl\": \"1h\", \"secret_id_ttl\": \"0\"}" > /dev/null
    call POST "auth/approle/role/$service/role-id" "{\"role_id\": \"$service\"}" > /dev/null
    # One that is there already is refused: that is the same one.
    call POST "auth/approle/role/$service/custom-secret-id" "{\"secret_id\": \"${!variable}\"}" > /dev/null || true
done
echo "OpenBao is ready."
