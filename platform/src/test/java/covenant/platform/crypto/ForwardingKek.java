package covenant.platform.crypto;

/** Hands everything on: a place for tests to step in. */
class ForwardingKek implements KeyEncryption {
    private final KeyEncryption real;

    ForwardingKek(KeyEncryption real) {
        this.real = real;
    }

    @Override
    public WrappedKey wrap(byte[] key, byte[] context) {
        return real.wrap(key, context);
    }

    @Override
    public byte[] unwrap(WrappedKey wrapped, byte[] context) {
        return real.unwrap(wrapped, context);
    }

    @Override
    public int currentVersion() {
        return real.currentVersion();
    }

    @Override
    public int oldestVersion() {
        return real.oldestVersion();
    }

    @Override
    public int rotate() {
        return real.rotate();
    }

    @Override
    public void destroyBefore(int version) {
        real.destroyBefore(version);
    }
}
