package covenant.contracts;

import java.time.Instant;
import java.util.List;

/** The register of data holders and recipients, keyed by the holder; the last event of a key holds the whole entry. */
public sealed interface HolderEvent extends Event {

    HolderEntry holder();

    /** A system of the company, or a recipient, was registered: orders may go to it. */
    record HolderRegistered(HolderEntry holder) implements HolderEvent {}

    /**
     * The entry of a holder changed.
     *
     * @param changed names of the fields that changed; {@code status} when a suspension was lifted
     */
    record HolderChanged(HolderEntry holder, List<String> changed) implements HolderEvent {}

    /** No share and no transfer to it any more; its erasure duties go on. */
    record HolderSuspended(String holderId, String reason, Instant since, HolderEntry holder) implements HolderEvent {}
}
