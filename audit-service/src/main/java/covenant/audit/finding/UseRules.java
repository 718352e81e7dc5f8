package covenant.audit.finding;

import covenant.audit.reading.LoggedFact;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a use of a person's data was carried by what the log knows about that person at that time: pure. The log is asked, not the
 * services: it is the log that has to stand up in court.
 */
final class UseRules {

    /** Uses that are looked at. */
    static final List<String> USES = List.of("PersonalDataAccessed", "PersonalDataShared");

    /** What of a person's history counts. */
    static final List<String> HISTORY = List.of(
            "ConsentGranted",
            "ConsentDeclined",
            "ConsentWithdrawn",
            "ConsentExpired",
            "ConsentEnded",
            "ExceptionUsed",
            "DecisionRecorded",
            "PersonalDataShared",
            "TransferRecorded");

    private static final Set<String> OVER = Set.of("ConsentWithdrawn", "ConsentExpired", "ConsentEnded");
    private static final Comparator<LoggedFact> LATEST =
            Comparator.comparing(LoggedFact::occurredAt).thenComparing(LoggedFact::index);

    private final Lawfulness lawfulness;
    private final Duration span;

    /** @param span how long a denial or an exception counts */
    UseRules(Lawfulness lawfulness, Duration span) {
        this.lawfulness = lawfulness;
        this.span = span;
    }

    /** The findings about one use, given what is logged on the same person. */
    List<Suspicion> of(LoggedFact use, List<LoggedFact> history) {
        if (!use.readable()) {
            return List.of();
        }
        Optional<String> purpose = use.optional("purpose");
        if (use.type().equals("PersonalDataShared")) {
            boolean onConsent = use.text("ground").equals("EXPLICIT_CONSENT");
            return purpose.filter(none -> onConsent)
                    .flatMap(of -> afterWithdrawal(use, of, history))
                    .map(List::of)
                    .orElse(List.of());
        }
        return purpose.map(of -> forPurpose(use, of, history)).orElseGet(() -> withoutPurpose(use));
    }

    private static List<Suspicion> withoutPurpose(LoggedFact use) {
        return use.optional("ticket").isPresent()
                ? List.of()
                : List.of(permit(use, "data was read without purpose and without ticket", null));
    }

    private List<Suspicion> forPurpose(LoggedFact use, String purpose, List<LoggedFact> history) {
        Optional<Suspicion> after = afterWithdrawal(use, purpose, history);
        if (after.isPresent()) {
            return List.of(after.get());
        }
        if (use.is("unmasked") && use.optional("ticket").isEmpty()) {
            return List.of(permit(use, "data was read unmasked without a ticket", null));
        }
        Optional<LoggedFact> exception = recent(use, purpose, history, "ExceptionUsed");
        if (exception.isPresent() || lawfulness.restsOnLaw(purpose)) {
            return List.of();
        }
        Optional<LoggedFact> denied = recent(use, purpose, history, "DecisionRecorded")
                .filter(decision -> decision.text("decision").equals("DENY"))
                .filter(decision -> use.texts("categories").contains(decision.text("category")));
        Optional<LoggedFact> consent = consent(use, purpose, history);
        if (denied.isPresent()
                && consent.filter(grant -> LATEST.compare(grant, denied.get()) > 0)
                        .isEmpty()) {
            return List.of(
                    permit(use, "data was read for " + purpose + " though the decision was to deny", denied.get()));
        }
        return uncovered(use, purpose, consent).map(List::of).orElse(List.of());
    }

    private static Optional<Suspicion> uncovered(LoggedFact use, String purpose, Optional<LoggedFact> consent) {
        Optional<LoggedFact> grant = consent.filter(fact -> fact.type().equals("ConsentGranted"));
        if (grant.isEmpty()) {
            return Optional.of(
                    permit(use, "data was read for " + purpose + " without a consent", consent.orElse(null)));
        }
        List<String> granted = grant.get().texts("categories");
        return use.texts("categories").stream()
                .filter(category -> !granted.contains(category))
                .findFirst()
                .map(category -> permit(
                        use,
                        category + " was read for " + purpose + ", which the consent does not cover",
                        grant.get()));
    }

    private Optional<Suspicion> afterWithdrawal(LoggedFact use, String purpose, List<LoggedFact> history) {
        return consent(use, purpose, history)
                .filter(last -> OVER.contains(last.type()))
                .filter(last -> last.type().equals("ConsentWithdrawn") || !lawfulness.restsOnLaw(purpose))
                .map(last -> new Suspicion(
                        FindingKind.USE_AFTER_WITHDRAWAL,
                        "use:" + use.index(),
                        "data was used for %s after the consent was %s"
                                .formatted(purpose, last.type().equals("ConsentWithdrawn") ? "withdrawn" : "over"),
                        actor(use),
                        List.of(last.index(), use.index())));
    }

    /** The last word on the purpose before the use, by business time. */
    private static Optional<LoggedFact> consent(LoggedFact use, String purpose, List<LoggedFact> history) {
        Instant at = at(use);
        return history.stream()
                .filter(fact -> fact.type().startsWith("Consent"))
                .filter(fact -> fact.text("purpose").equals(purpose))
                .filter(fact -> !fact.occurredAt().isAfter(at))
                .max(LATEST);
    }

    private Optional<LoggedFact> recent(LoggedFact use, String purpose, List<LoggedFact> history, String type) {
        Instant at = at(use);
        return history.stream()
                .filter(fact -> fact.type().equals(type))
                .filter(fact -> fact.text("purpose").equals(purpose))
                .filter(fact ->
                        !fact.occurredAt().isAfter(at) && !fact.occurredAt().isBefore(at.minus(span)))
                .max(LATEST);
    }

    private static Suspicion permit(LoggedFact use, String detail, @Nullable LoggedFact other) {
        List<Long> entries = other == null ? List.of(use.index()) : List.of(other.index(), use.index());
        return new Suspicion(FindingKind.ACCESS_WITHOUT_PERMIT, "use:" + use.index(), detail, actor(use), entries);
    }

    private static Instant at(LoggedFact use) {
        return use.instant("accessedAt").orElse(use.occurredAt());
    }

    private static String actor(LoggedFact use) {
        return use.optional("accessor").orElse(use.actor());
    }
}
