# What retention-service may do in Vault, and nothing else. The key itself is made by bootstrap.sh.

# Wraps and opens the data keys of persons; rewraps them after a rotation.
path "transit/encrypt/covenant-retention-service-kek" {
  capabilities = ["update"]
}
path "transit/decrypt/covenant-retention-service-kek" {
  capabilities = ["update"]
}
path "transit/rewrap/covenant-retention-service-kek" {
  capabilities = ["update"]
}

# Rotates the key after a shredding and destroys the versions before. It can neither export the key nor delete it.
path "transit/keys/covenant-retention-service-kek" {
  capabilities = ["read"]
}
path "transit/keys/covenant-retention-service-kek/rotate" {
  capabilities = ["update"]
}
path "transit/keys/covenant-retention-service-kek/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/covenant-retention-service-kek/trim" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_available_version" = []
  }
}

# Signs; the private key stays in Vault.
path "transit/keys/covenant-retention-service-signing" {
  capabilities = ["read"]
}
path "transit/sign/covenant-retention-service-signing" {
  capabilities = ["update"]
}

# Secrets of its own: made once, then only read.
path "covenant/data/retention-service/blind-index" {
  capabilities = ["create", "read"]
}
