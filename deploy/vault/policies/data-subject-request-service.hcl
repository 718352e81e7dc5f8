# What data-subject-request-service may do in Vault, and nothing else. The key itself is made by bootstrap.sh.

# Wraps and opens the data keys of persons; rewraps them after a rotation.
path "transit/encrypt/covenant-data-subject-request-service-kek" {
  capabilities = ["update"]
}
path "transit/decrypt/covenant-data-subject-request-service-kek" {
  capabilities = ["update"]
}
path "transit/rewrap/covenant-data-subject-request-service-kek" {
  capabilities = ["update"]
}

# Rotates the key after a shredding and destroys the versions before. It can neither export the key nor delete it.
path "transit/keys/covenant-data-subject-request-service-kek" {
  capabilities = ["read"]
}
path "transit/keys/covenant-data-subject-request-service-kek/rotate" {
  capabilities = ["update"]
}
path "transit/keys/covenant-data-subject-request-service-kek/config" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_decryption_version" = []
    "min_encryption_version" = []
  }
}
path "transit/keys/covenant-data-subject-request-service-kek/trim" {
  capabilities = ["update"]
  allowed_parameters = {
    "min_available_version" = []
  }
}

# Secrets of its own: made once, then only read.
path "covenant/data/data-subject-request-service/blind-index" {
  capabilities = ["create", "read"]
}
path "covenant/data/data-subject-request-service/sealed-box" {
  capabilities = ["create", "read"]
}

# Publishes the public key that others seal with.
path "covenant/data/shared/data-subject-request-service" {
  capabilities = ["create", "read", "update"]
}

# Seals values for these.
path "covenant/data/shared/notification-service" {
  capabilities = ["read"]
}
