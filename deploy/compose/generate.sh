#!/usr/bin/env bash
# Makes what docker-compose.yml needs and nobody else may have: an authority, a certificate per program, passwords. All of it goes into
# deploy/compose/secrets, which git ignores. What is there stays; delete the directory, and the volumes with it, to begin anew.
# Needs openssl and the keytool of a JDK.
set -euo pipefail
umask 022
cd "$(dirname "$0")"
keytool="${JAVA_HOME:+$JAVA_HOME/bin/}keytool"
services="consent-service data-subject-request-service retention-service notification-service audit-service"
servers="postgres kafka openbao keycloak mail prometheus grafana audit-witness"
# The company's own systems, with the rights in Kafka that deploy/kubernetes/base/kafka/users.yaml gives to these names.
systems="account-system company-backend data-holder"

# The programs in the containers are many users, so files are readable; only the owner gets into the directory that holds them.
mkdir -p secrets
chmod 700 secrets
cd secrets

password() { openssl rand -hex 24; }

if [ ! -f ca.key ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1095 -subj "/CN=covenant-ca" \
        -addext "keyUsage=critical,keyCertSign,cRLSign" -keyout ca.key -out ca.crt 2> /dev/null
    chmod 600 ca.key
fi

# certificate NAME: files in the way of cert-manager, a PEM store for Kafka's clients, and a store of what a JVM trusts.
certificate() {
    [ -f "$1/tls.key" ] && return
    mkdir -p "$1"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout key.tmp -out request.tmp 2> /dev/null
    openssl x509 -req -in request.tmp -CA ca.crt -CAkey ca.key -CAcreateserial -days 365 -out "$1/tls.crt" 2> /dev/null \
        -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n' "$1")
    openssl pkcs8 -topk8 -nocrypt -in key.tmp -out "$1/tls.key"
    cp ca.crt "$1/ca.crt"
    cat "$1/tls.key" "$1/tls.crt" ca.crt > "$1/keystore.pem"
    "$keytool" -importcert -noprompt -alias covenant-ca -file ca.crt -keystore "$1/truststore.p12" -storetype PKCS12 \
        -storepass changeit 2> /dev/null
    chmod 644 "$1"/*
    rm -f key.tmp request.tmp
}

# environment NAME LINES: the variables of one program.
environment() {
    [ -f "$1.env" ] || (umask 077 && printf '%s\n' "${@:2}" > "$1.env")
}

for name in $services $servers $systems; do
    certificate "$name"
done

if [ ! -f postgres.env ]; then
    lines=("POSTGRES_PASSWORD=$(password)")
    vault=()
    for service in $services; do
        role="$(tr a-z- A-Z_ <<< "${service%-service}")"
        secret="$(password)"
        approle="$(password)"
        own=("QUARKUS_DATASOURCE_PASSWORD=$secret" "QUARKUS_VAULT_AUTHENTICATION_APP_ROLE_SECRET_ID=$approle")
        lines+=("${role}_PASSWORD=$secret")
        vault+=("${role}_SECRET_ID=$approle")
        if [ "$service" = audit-service ]; then
            owner="$(password)"
            own+=("QUARKUS_FLYWAY_PASSWORD=$owner")
            lines+=("AUDIT_OWNER_PASSWORD=$owner")
        fi
        environment "$service" "${own[@]}"
    done
    environment openbao "${vault[@]}"
    environment keycloak "KC_BOOTSTRAP_ADMIN_PASSWORD=$(password)" "COVENANT_BACKEND_SECRET=$(password)"
    environment grafana "GF_SECURITY_ADMIN_PASSWORD=$(password)"
    environment postgres "${lines[@]}"
fi
# What opens OpenBao when it starts. In earnest it comes from another custodian (openbao.hcl).
[ -f openbao/unseal.key ] || openssl rand -out openbao/unseal.key 32
echo "deploy/compose/secrets is complete."
