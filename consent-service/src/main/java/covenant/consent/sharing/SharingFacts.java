package covenant.consent.sharing;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.holder.Holder;
import covenant.consent.subject.SubjectState;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a decision about sharing rests on.
 *
 * @param assessed an impact assessment covers the purpose and the categories (R-GAP-4)
 */
record SharingFacts(
        SubjectState state, Catalogue catalogue, Optional<Holder> recipient, boolean assessed, LocalDate today) {}
