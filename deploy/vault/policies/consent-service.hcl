# What consent-service may do in Vault, and nothing else. The key itself is made by bootstrap.sh.

# Wraps and opens the data keys of persons; rewraps them after a rotation.
path "transit/encrypt/covenant-consent-service-kek" {
  capabilities = ["update"]
}
path "transit/decrypt/covenant-consent-service-kek" {
  capabilities = ["update"]
}
path "transit/rewrap/covenant-consent-service-kek" {
  capabilities = ["update"]
}

# Rotates the key after a shredding and destroys the versions before. It can neither export the key nor delete it.
path "transit/keys/covenant-consent-service-kek" {
  capabilities = ["read"]
}
path "transit/keys/covenant-consent-service-kek/rotate" {
  capabilities = ["update"]
}
path "transit/keys/covenant-consent-service-kek/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/covenant-consent-service-kek/trim" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_available_version" = []
  }
}

# Signs; the private key stays in Vault.
path "transit/keys/covenant-consent-service-signing" {
  capabilities = ["read"]
}
path "transit/sign/covenant-consent-service-signing" {
  capabilities = ["update"]
}

# Secrets of its own: made once, then only read.
path "covenant/data/consent-service/blind-index" {
  capabilities = ["create", "read"]
}

# Seals values for these.
path "covenant/data/shared/data-subject-request-service" {
  capabilities = ["read"]
}
