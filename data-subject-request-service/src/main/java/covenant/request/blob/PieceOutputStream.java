package covenant.request.blob;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Cuts what is written into rows. */
final class PieceOutputStream extends OutputStream {
    static final int PIECE = 256 * 1024;

    private final Jdbi jdbi;
    private final UUID id;
    private final byte[] buffer = new byte[PIECE];
    private int filled;
    private int seq;
    private boolean closed;

    PieceOutputStream(Jdbi jdbi, UUID id) {
        this.jdbi = jdbi;
        this.id = id;
    }

    @Override
    public void write(int b) {
        buffer[filled++] = (byte) b;
        flushIfFull();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            int taken = Math.min(left, PIECE - filled);
            System.arraycopy(bytes, from, buffer, filled, taken);
            filled += taken;
            from += taken;
            left -= taken;
            flushIfFull();
        }
    }

    private void flushIfFull() {
        if (filled == PIECE) {
            insert();
        }
    }

    private void insert() {
        byte[] piece = filled == PIECE ? buffer : Arrays.copyOf(buffer, filled);
        jdbi.useHandle(h -> h.createUpdate("insert into blob_piece (blob_id, seq, bytes) values (:id, :seq, :bytes)")
                .bind("id", id)
                .bind("seq", seq)
                .bind("bytes", piece)
                .execute());
        seq++;
        filled = 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (filled > 0) {
                insert();
            }
        }
    }
}
