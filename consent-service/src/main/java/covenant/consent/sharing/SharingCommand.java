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
        @Nullable UUID echoOf) {

    /** Legal compulsion, transfer and publication are decided by two persons. */
    boolean needsTwoPersons() {
        return kind != Kind.SHARE || ground == Ground.LEGAL_COMPULSION;
    }

    SharingCommand cutTo(List<String> fewer) {
        return new SharingCommand(
                subjectId,
                recipient,
                kind,
                ground,
                purpose,
                fewer,
                protection,
                paid,
                evidence,
                method,
                recipientRetention,
                echoOf);
    }
}
