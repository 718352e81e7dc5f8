package covenant.request.blob;

import java.io.InputStream;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/** Reads rows of a stream one after the other. */
final class PieceInputStream extends InputStream {
    private static final byte[] END = new byte[0];

    private final Jdbi jdbi;
    private final UUID id;
    private byte[] piece = END;
    private int position;
    private int seq;
    private boolean ended;

    PieceInputStream(Jdbi jdbi, UUID id) {
        this.jdbi = jdbi;
        this.id = id;
    }

    @Override
    public int read() {
        return more() ? piece[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int taken = Math.min(length, piece.length - position);
        System.arraycopy(piece, position, target, offset, taken);
        position += taken;
        return taken;
    }

    private boolean more() {
        if (position < piece.length) {
            return true;
        }
        if (ended) {
            return false;
        }
        piece = jdbi.withHandle(h -> h.createQuery("select bytes from blob_piece where blob_id = :id and seq = :seq")
                        .bind("id", id)
                        .bind("seq", seq)
                        .mapTo(byte[].class)
                        .findOne())
                .orElse(END);
        seq++;
        position = 0;
        ended = piece.length == 0;
        return !ended;
    }
}
