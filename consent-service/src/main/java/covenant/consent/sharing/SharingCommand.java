package covenant.consent.sharing;

import covenant.consent.evidence.Evidence;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants to give data of a person away.
 *
 * @param recipient a registered holder; for a publication the place of it
 * @param ground null where the caller named none that is known
 * @param paid for money: sale, rent, exchange
 * @param echoOf the sender confirms this disclosure (R-3.1.1-2)
 * @param counterpart the other person of a complaint, where that person is a user too (R-1.2.4-3)
 * @param via the processor that passes the data on (R-3.1.3-3)
 */
record SharingCommand(
        String subjectId,
        String recipient,
        Kind kind,
        @Nullable Ground ground,
        String purpose,
        List<String> categories,
        List<Protection> protection,
        boolean paid,
        Evidence evidence,
        @Nullable String method,
        @Nullable String recipientRetention,
        @Nullable UUID echoOf,
        @Nullable String counterpart,
        @Nullable String via) {

    /** Legal compulsion, transfer and publication are decided by two persons. */
    boolean needsTwoPersons() {
        return kind != Kind.SHARE || ground == Ground.LEGAL_COMPULSION;
    }

    /** The law's document decides what leaves, not the recipient's scope or the person's consent. */
    boolean byLegalDocument() {
        return ground == Ground.LEGAL_COMPULSION || ground == Ground.LEGAL_DEMAND || ground == Ground.TRANSFER_LEGAL;
    }

    SharingCommand cutTo(List<String> fewer) {
        return copy(subjectId, fewer, counterpart);
    }

    /** The same hand-over, as it concerns the other person. */
    SharingCommand about(String otherPerson) {
        return copy(otherPerson, categories, null);
    }

    /** What was decided counts, not what the echo says. */
    SharingCommand groundedAs(String decided) {
        return copy(subjectId, categories, counterpart, Ground.valueOf(decided), evidence);
    }

    SharingCommand with(Evidence verified) {
        return copy(subjectId, categories, counterpart, ground, verified);
    }

    private SharingCommand copy(String subject, List<String> given, @Nullable String other) {
        return copy(subject, given, other, ground, evidence);
    }

    private SharingCommand copy(
            String subject, List<String> given, @Nullable String other, @Nullable Ground onGround, Evidence shown) {
        return new SharingCommand(
                subject,
                recipient,
                kind,
                onGround,
                purpose,
                given,
                protection,
                paid,
                shown,
                method,
                recipientRetention,
                echoOf,
                other,
                via);
    }
}
