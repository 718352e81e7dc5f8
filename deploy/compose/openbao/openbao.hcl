# One node. The static seal opens it when it starts, with a key that lies beside the configuration: enough for one machine; in earnest use a KMS, an
# HSM or another OpenBao (https://openbao.org/docs/configuration/seal).
ui            = false
disable_mlock = true
api_addr      = "https://openbao:8200"
cluster_addr  = "https://openbao:8201"

listener "tcp" {
  address         = "0.0.0.0:8200"
  tls_cert_file   = "/etc/covenant/tls/tls.crt"
  tls_key_file    = "/etc/covenant/tls/tls.key"
  tls_min_version = "tls13"
}

storage "raft" {
  path    = "/openbao/file"
  node_id = "openbao"
}

seal "static" {
  current_key_id = "compose-1"
  current_key    = "file:///etc/covenant/tls/unseal.key"
}
