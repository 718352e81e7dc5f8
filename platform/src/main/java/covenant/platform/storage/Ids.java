package covenant.platform.storage;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Time-ordered identifiers: UUID version 7 (RFC 9562 5.7), so that primary keys grow at one end of the index. */
public final class Ids {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Drawn with one call: all threads wait for each other there. */
    private static final int RANDOM_BYTES = Short.BYTES + Long.BYTES;

    private Ids() {}

    /** A new UUIDv7 for this instant; 74 random bits follow the 48-bit millisecond. */
    public static UUID next(Instant now) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        ByteBuffer bits = ByteBuffer.wrap(random);
        long high = (now.toEpochMilli() << 16) | 0x7000L | (bits.getShort() & 0xFFFL);
        long low = (bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
