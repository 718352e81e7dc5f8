package covenant.audit.query;

import covenant.audit.entry.PersonKeys;
import covenant.audit.query.EntryView.Detail;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes any number of entries in pages of five hundred: neither memory nor a database cursor grows with them. */
final class EntryStream {

    private static final int PAGE = 500;
    private static final int BUFFER = 1 << 16;

    private final EntryStore store;
    private final PersonKeys keys;
    private final EntryFilter filter;
    private final Detail detail;

    EntryStream(EntryStore store, PersonKeys keys, EntryFilter filter, Detail detail) {
        this.store = store;
        this.keys = keys;
        this.filter = filter;
        this.detail = detail;
    }

    /** What stands before all entries. */
    interface Head {
        void write(OutputStream out) throws IOException;
    }

    /** One entry. */
    interface Line {
        void write(EntryView entry, OutputStream out) throws IOException;
    }

    StreamingOutput as(Head head, Line line) {
        return raw -> {
            OutputStream out = new BufferedOutputStream(raw, BUFFER);
            head.write(out);
            EntryStore.Walk walk = store.walk(filter);
            @Nullable Long after = null;
            List<EntryRow> page;
            do {
                page = walk.next(after, PAGE);
                for (EntryView entry : EntryView.of(page, keys, detail)) {
                    line.write(entry, out);
                    after = entry.index();
                }
            } while (page.size() == PAGE);
            out.flush();
        };
    }
}
