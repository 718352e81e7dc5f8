package covenant.audit.verification;

import covenant.audit.entry.Leaf;
import covenant.audit.entry.PersonKeys.Opened;
import covenant.audit.entry.Pseudonyms;
import covenant.audit.entry.Sealed;
import covenant.audit.log.TreeHash;
import covenant.contracts.AuditEvent.IntegrityFailure;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** One row by itself: the leaf against its hash, the columns against the leaf, the details against the leaf's commitment. */
final class EntryCheck {

    private final Pseudonyms pseudonyms;

    EntryCheck(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /**
     * What came of it.
     *
     * @param hash recomputed from the leaf
     */
    record Checked(long index, TreeHash hash, Optional<Finding> finding) {}

    Checked check(StoredEntry entry, Opened details) {
        TreeHash hash = TreeHash.ofLeaf(entry.leaf());
        Optional<String> problem = Arrays.equals(hash.toBytes(), entry.leafHash())
                ? Leaf.parse(entry.leaf())
                        .map(leaf -> compare(entry, leaf, details))
                        .orElse(Optional.of("the leaf is not one"))
                : Optional.of("the leaf does not hash to its tile");
        return new Checked(
                entry.index(),
                hash,
                problem.map(text -> Finding.ofEntry(IntegrityFailure.ENTRY_CHANGED, entry.index(), text)));
    }

    private Optional<String> compare(StoredEntry entry, Leaf leaf, Opened details) {
        boolean same = leaf.eventId().equals(entry.eventId())
                && leaf.source().equals(entry.source())
                && leaf.type().equals(entry.type())
                && leaf.service().equals(entry.service())
                && leaf.actor().equals(entry.actor())
                && Objects.equals(leaf.subject(), entry.subject())
                && leaf.correlationId().equals(entry.correlationId())
                && leaf.topic().equals(entry.topic())
                && leaf.occurredAt().equals(entry.occurredAt())
                && leaf.recordedAt().equals(entry.recordedAt())
                && leaf.loggedAt().equals(entry.loggedAt());
        return same ? details(entry, leaf, details) : Optional.of("a column does not say what the leaf says");
    }

    private Optional<String> details(StoredEntry entry, Leaf leaf, Opened details) {
        return switch (details) {
            case Opened.Erased erased -> Optional.empty();
            case Opened.Unreadable unreadable -> Optional.of("the details were changed or removed");
            case Opened.Readable readable -> {
                Sealed sealed = Sealed.parse(readable.details());
                boolean kept = sealed.commitment().equals(leaf.commitment())
                        && Arrays.equals(pseudonyms.ofPayload(sealed.content().details()), entry.payloadMac());
                yield kept ? Optional.empty() : Optional.of("the details are not what the leaf commits to");
            }
        };
    }
}
