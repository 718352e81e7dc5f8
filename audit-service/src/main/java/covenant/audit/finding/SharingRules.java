package covenant.audit.finding;

import covenant.audit.reading.LoggedFact;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether somebody outside has a person's data without a recorded disclosure: pure. */
final class SharingRules {

    /** Entries that show that somebody has data. */
    static final List<String> TYPES = List.of(
            "PersonalDataAccessed", "ErasureConfirmed", "RecipientErasureConfirmed", "PublicDisclosureExecuted");

    private static final String DETAIL = "%s %s, and no disclosure to it is recorded";

    private SharingRules() {}

    /** Who the entry shows to have data, if that is somebody whose having it must be recorded. */
    static Optional<String> outsider(LoggedFact fact, Set<String> external) {
        return switch (fact.type()) {
            case "PersonalDataAccessed" ->
                fact.optional("accessor")
                        .filter(external::contains)
                        .or(() -> fact.optional("system").filter(external::contains));
            case "ErasureConfirmed", "RecipientErasureConfirmed" ->
                fact.optional("holderId")
                        .filter(external::contains)
                        .filter(holder -> fact.text("outcome").equals("ERASED") && fact.number("records") > 0);
            default -> Optional.empty();
        };
    }

    /** Nothing if a disclosure to the outsider stands in the person's history before it. */
    static Optional<Suspicion> of(LoggedFact fact, String outsider, List<LoggedFact> history) {
        boolean recorded = history.stream()
                .filter(past -> !past.occurredAt().isAfter(fact.occurredAt()))
                .anyMatch(past -> past.text("recipient").equals(outsider)
                        || past.text("transferee").equals(outsider));
        String did = fact.type().equals("PersonalDataAccessed") ? "read data" : "erased data that it held";
        return recorded
                ? Optional.empty()
                : Optional.of(new Suspicion(
                        FindingKind.UNRECORDED_SHARING,
                        "sharing:" + fact.index(),
                        DETAIL.formatted(outsider, did),
                        outsider,
                        List.of(fact.index())));
    }

    /** A publication that nobody approved. */
    static Suspicion unapproved(LoggedFact publication) {
        return new Suspicion(
                FindingKind.UNRECORDED_SHARING,
                "publication:" + publication.text("disclosureId"),
                "data was published without an approval on record",
                publication.actor(),
                List.of(publication.index()));
    }
}
