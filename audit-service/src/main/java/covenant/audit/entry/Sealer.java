package covenant.audit.entry;

import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.PersonKeys.Details;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Encrypts the details of drafts under the keys of the persons concerned. */
@ApplicationScoped
public class Sealer {

    private final PersonKeys keys;

    public Sealer(PersonKeys keys) {
        this.keys = keys;
    }

    /**
     * A draft that is ready for the log.
     *
     * @param details encrypted; absent if the person was erased before
     */
    public record Ready(Draft draft, byte @Nullable [] details) {
        @Override
        public String toString() {
            return "Ready[…]";
        }
    }

    /**
     * Seals in the caller's transaction, or in one of its own. A key that is destroyed before the entry is written leaves the person's
     * details unreadable, as it should. Whether the log takes them is decided later: of a draft that it refuses, a key may be left that nothing was
     * sealed with.
     *
     * @return in the same order
     */
    @Transactional
    public List<Ready> seal(List<Draft> drafts) {
        List<Optional<byte[]>> sealed = keys.seal(drafts.stream()
                .map(draft -> new Details(draft.subject(), draft.sealed().toBytes()))
                .toList());
        List<Ready> ready = new ArrayList<>(drafts.size());
        for (int i = 0; i < drafts.size(); i++) {
            ready.add(new Ready(drafts.get(i), sealed.get(i).orElse(null)));
        }
        return ready;
    }
}
