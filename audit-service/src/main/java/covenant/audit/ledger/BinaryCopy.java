package covenant.audit.ledger;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Rows in the binary format of PostgreSQL's COPY: the fastest way in, several times that of INSERT. */
final class BinaryCopy {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    private final DataOutputStream out = new DataOutputStream(bytes);

    BinaryCopy() {
        write(() -> {
            out.write(SIGNATURE);
            out.writeInt(0);
            out.writeInt(0);
        });
    }

    BinaryCopy row(int columns) {
        return write(() -> out.writeShort(columns));
    }

    BinaryCopy bigint(long value) {
        return write(() -> {
            out.writeInt(Long.BYTES);
            out.writeLong(value);
        });
    }

    BinaryCopy bytea(byte @Nullable [] value) {
        return write(() -> {
            out.writeInt(value == null ? -1 : value.length);
            if (value != null) {
                out.write(value);
            }
        });
    }

    BinaryCopy text(@Nullable String value) {
        return bytea(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    /** Microseconds since 2000. */
    BinaryCopy timestamptz(Instant value) {
        return bigint(ChronoUnit.MICROS.between(EPOCH, value));
    }

    byte[] finish() {
        write(() -> out.writeShort(-1));
        return bytes.toByteArray();
    }

    private interface Step {
        void run() throws IOException;
    }

    private BinaryCopy write(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
    }
}
