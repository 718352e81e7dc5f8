#!/usr/bin/env bash
# Prepares a Vault or OpenBao for Covenant: engines, policies, keys and, where VAULT_KUBERNETES_NAMESPACE is set, roles for the services'
# service accounts. Safe to repeat: what is there stays as it is, policies are brought up to date.
#
#   VAULT_ADDR=https://vault.example.org:8200 VAULT_TOKEN=… deploy/vault/bootstrap.sh
#
# The token needs the rights of an administrator of Vault; the services never see it.
set -euo pipefail

: "${VAULT_ADDR:?where Vault is, for instance https://vault.example.org:8200}"
: "${VAULT_TOKEN:?a token of an administrator}"
here=$(cd "$(dirname "$0")" && pwd)
services="consent-service data-subject-request-service retention-service notification-service audit-service"
signing="consent-service retention-service audit-service"

# call METHOD PATH [JSON]: prints the status; fails on what is neither success nor "is there already". The token is no argument of a process.
call() {
  local answer status
  answer=$(mktemp)
  status=$(curl --silent --show-error --output "$answer" --write-out '%{http_code}' --request "$1" \
    ${VAULT_CACERT:+--cacert "$VAULT_CACERT"} --header @<(printf 'X-Vault-Token: %s\n' "$VAULT_TOKEN") \
    --header 'Content-Type: application/json' ${3:+--data "$3"} "$VAULT_ADDR/v1/$2")
  if [[ $status != 2* ]] && ! grep -q 'path is already in use' "$answer" && [[ $1 != GET ]]; then
    echo "$1 $2: $status $(cat "$answer")" >&2
    rm -f "$answer"
    return 1
  fi
  rm -f "$answer"
  echo "$status"
}

# key NAME JSON: makes a transit key unless there is one.
key() {
  case $(call GET "transit/keys/$1") in
    200) ;;
    404) call POST "transit/keys/$1" "$2" > /dev/null && echo "made key $1" ;;
    *) echo "cannot read transit/keys/$1" >&2 && return 1 ;;
  esac
}

call POST sys/mounts/transit '{"type": "transit"}' > /dev/null
call POST sys/mounts/covenant '{"type": "kv", "options": {"version": "2"}}' > /dev/null

for service in $services; do
  policy=$(sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' -e 's/$/\\n/' "$here/policies/$service.hcl" | tr -d '\n')
  call PUT "sys/policies/acl/covenant-$service" "{\"policy\": \"$policy\"}" > /dev/null
  # Derived: each person's key is wrapped under a subkey of its own. A key that can be exported would be no key-encryption key.
  key "covenant-$service-kek" \
    '{"type": "aes256-gcm96", "derived": true, "exportable": false, "allow_plaintext_backup": false}'
done
for service in $signing; do
  key "covenant-$service-signing" '{"type": "ed25519", "exportable": false, "allow_plaintext_backup": false}'
done

# With Kubernetes each service logs in by its own service account (quarkus.vault.authentication.kubernetes.role=covenant-<service>).
if [[ -n ${VAULT_KUBERNETES_NAMESPACE:-} ]]; then
  call POST sys/auth/kubernetes '{"type": "kubernetes"}' > /dev/null
  call POST auth/kubernetes/config \
    "{\"kubernetes_host\": \"${VAULT_KUBERNETES_HOST:-https://kubernetes.default.svc}\"}" > /dev/null
  for service in $services; do
    call POST "auth/kubernetes/role/covenant-$service" "{
      \"bound_service_account_names\": [\"$service\"],
      \"bound_service_account_namespaces\": [\"$VAULT_KUBERNETES_NAMESPACE\"],
      \"token_policies\": [\"covenant-$service\"], \"token_ttl\": \"1h\"}" > /dev/null
  done
fi
echo "Vault is ready for: $services"
