package covenant.consent.holder;

import covenant.contracts.HolderEntry;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A data holder or recipient as registered.
 *
 * @param contact may be a person's, so it stays in this service
 * @param freshConsentFrom after a change of purpose only consents given since then count (R-3.1.2-1)
 */
public record Holder(
        HolderEntry entry,
        String contact,
        @Nullable String suspendedFor,
        @Nullable Instant freshConsentFrom) {
    /** An agreement that says so is none (R-3.1.4-1). */
    private static final String NO_DELETION_DUTY = "false";

    public boolean internal() {
        return entry.kind() == HolderEntry.Kind.INTERNAL;
    }

    public boolean suspended() {
        return entry.status() == HolderEntry.Status.SUSPENDED;
    }

    /** Acts by law or is the company's own: needs no agreement. */
    public boolean authority() {
        return switch (entry.kind()) {
            case REGULATOR, CONSUMER_PROTECTION, INTERNAL -> true;
            case AFFILIATE, PROCESSOR, PARTNER, IDENTITY_VERIFIER, CREDIT_AGENCY -> false;
        };
    }

    /** Its own systems need none; every other holder a written one, signed and not run out (R-3.1.4-1). */
    public boolean agreementInForce(LocalDate today) {
        HolderEntry.Agreement agreement = entry.agreement();
        return internal()
                || (agreement != null
                        && !NO_DELETION_DUTY.equals(agreement.deletionDuty())
                        && !agreement.signedOn().isAfter(today)
                        && !agreement.validUntil().isBefore(today));
    }

    /** Decides itself what it does with the data: sharing needs a separate consent that names it (PIPL art. 23). */
    public boolean controllerOfItsOwn() {
        return switch (entry.kind()) {
            case AFFILIATE, PARTNER, CREDIT_AGENCY -> true;
            case INTERNAL, PROCESSOR, IDENTITY_VERIFIER, REGULATOR, CONSUMER_PROTECTION -> false;
        };
    }
}
