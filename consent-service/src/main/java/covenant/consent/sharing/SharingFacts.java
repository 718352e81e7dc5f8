package covenant.consent.sharing;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.holder.Holder;
import covenant.consent.subject.SubjectState;
import covenant.contracts.HolderEntry;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * What a decision about sharing rests on.
 *
 * @param assessed an impact assessment covers the purpose and the categories (R-GAP-4)
 * @param bars what is on record against it
 */
record SharingFacts(
        SubjectState state,
        Catalogue catalogue,
        Optional<Holder> recipient,
        boolean assessed,
        LocalDate today,
        Set<Bar> bars) {

    /** Records that stand in the way of a share, whatever its ground is, unless the ground is a legal document. */
    enum Bar {
        /** The person disputes the blacklist entry, and nobody has decided yet (R-3.1.6-2). */
        BLACKLIST_DISPUTED,
        /** The time of every blacklist entry of the person is over (R-3.1.6-2). */
        BLACKLIST_ENDED,
        /** A law forbids this hand-over (R-1.2.4-2). */
        LEGAL_BAN,
        /** Nobody has allowed the partner or processor more than service, account and device data (R-3.1.3-1). */
        CEILING_NOT_APPROVED,
        /** The processor may not pass it on (PIPL art. 21). */
        ONWARD_NOT_APPROVED,
        /** Sharing for research is off until an operator of the installation names it (table 3.1.1, ground 7). */
        RESEARCH_OFF
    }

    SharingFacts {
        bars = Set.copyOf(bars);
    }

    boolean recipientIs(HolderEntry.Kind kind) {
        return recipient.filter(h -> h.entry().kind() == kind).isPresent();
    }

    /** Regulators and consumer protection: they act by law, not by agreement. */
    boolean recipientIsAuthority() {
        return recipientIs(HolderEntry.Kind.REGULATOR) || recipientIs(HolderEntry.Kind.CONSUMER_PROTECTION);
    }

    boolean sensitive(String category) {
        return category(category).sensitive();
    }

    /** Of a category that is known: whoever asks has checked that before. */
    Category category(String name) {
        return catalogue.category(name).orElseThrow();
    }
}
