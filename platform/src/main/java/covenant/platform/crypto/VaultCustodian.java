package covenant.platform.crypto;

import io.quarkus.vault.client.VaultClient;

/**
 * Everything of one service that Vault keeps. Names, as {@code deploy/vault} allows them: transit keys {@code covenant-<service>-kek} and
 * {@code covenant-<service>-signing}; secrets {@code <service>/<name>} and public keys {@code shared/<service>} of the KV engine.
 */
record VaultCustodian(VaultClient vault, String transitMount, String kvMount, String service) {
    KeyEncryption keyEncryption() {
        return new VaultKek(vault.secrets().transit(transitMount), "covenant-" + service + "-kek");
    }

    ServiceSecrets secrets() {
        return new VaultSecretStore(vault.secrets().kv2(kvMount), service);
    }

    Signer signer() {
        return new VaultSigner(vault.secrets().transit(transitMount), "covenant-" + service + "-signing");
    }

    PublicKeys publicKeys() {
        return new VaultPublicKeys(vault.secrets().kv2(kvMount));
    }
}
