package covenant.request.blob;

import covenant.platform.crypto.FieldCipher;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/**
 * Streams encrypted under the person's key, in pieces of 256 KiB: a gigabyte needs one piece of memory. Works in the
 * caller's transaction where there is one; without, a stream that was not finished is left unattached and cleaned up.
 */
@ApplicationScoped
public class Blobs {
    private final Jdbi jdbi;
    private final FieldCipher cipher;
    private final CovenantClock clock;

    Blobs(Jdbi jdbi, FieldCipher cipher, CovenantClock clock) {
        this.jdbi = jdbi;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** A new stream to be written and closed. */
    public record Writing(UUID id, OutputStream out) {}

    /** @param field what the content is bound to, with the person */
    public Writing write(String subjectId, String field) throws IOException {
        UUID id = Ids.next(clock.now());
        jdbi.useHandle(h -> h.createUpdate("insert into blob (id, subject_id, created_at) values (:id, :subject, :at)")
                .bind("id", id)
                .bind("subject", subjectId)
                .bind("at", clock.now())
                .execute());
        return new Writing(id, cipher.encryptingStream(subjectId, field, new PieceOutputStream(jdbi, id)));
    }

    /** The content; empty if the person was erased. */
    public Optional<InputStream> read(UUID id, String subjectId, String field) throws IOException {
        return cipher.decryptingStream(subjectId, field, new PieceInputStream(jdbi, id));
    }

    /** Makes it part of something: it is no longer cleaned up as a stray. */
    public void attach(UUID id) {
        jdbi.useHandle(h -> h.createUpdate("update blob set attached = true where id = :id")
                .bind("id", id)
                .execute());
    }

    public void delete(UUID id) {
        jdbi.useHandle(h ->
                h.createUpdate("delete from blob where id = :id").bind("id", id).execute());
    }

    /** Deletes streams that were begun before that instant and never became part of anything. */
    public int deleteStrays(Instant before, int atMost) {
        return jdbi.withHandle(
                h -> h.createUpdate("delete from blob where id in (select id from blob where not attached"
                                + " and created_at < :before limit :limit for update skip locked)")
                        .bind("before", before)
                        .bind("limit", atMost)
                        .execute());
    }
}
