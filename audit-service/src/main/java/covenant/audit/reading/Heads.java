package covenant.audit.reading;

import covenant.audit.log.Checkpoint;
import covenant.audit.log.SignedNote;
import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** The newest signed head: what was committed below it never changes. */
@ApplicationScoped
public class Heads {

    private final Jdbi jdbi;

    Heads(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * @param size entries that it covers
     * @param root base64
     * @param note signed, verbatim; empty before anything was signed
     */
    public record Head(long size, String root, String note) {}

    public Head latest() {
        return jdbi.withHandle(handle -> handle.createQuery("select note from checkpoint order by size desc limit 1")
                .mapTo(String.class)
                .findOne()
                .map(Heads::head)
                .orElse(new Head(0, "", "")));
    }

    private static Head head(String note) {
        Checkpoint checkpoint = Checkpoint.parse(SignedNote.parse(note).text());
        return new Head(checkpoint.size(), checkpoint.root().toBase64(), note);
    }
}
