package covenant.notification.incident;

import covenant.contracts.IncidentEvent.Grade;
import covenant.contracts.IncidentEvent.Kind;
import covenant.contracts.IncidentEvent.Phase;
import covenant.contracts.IncidentEvent.ReportKind;
import covenant.contracts.IncidentEvent.State;
import covenant.contracts.NotificationEvent.Channel;
import covenant.notification.incident.Incident.Details;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What callers send about incidents. */
final class IncidentRequests {
    private IncidentRequests() {}

    /** First facts suffice; what is missing is supplemented by PATCH. */
    record NewIncident(
            @NotBlank @Size(max = 200) String title,
            @NotNull Kind kind,
            @NotNull Instant discoveredAt,
            @Nullable @Size(max = 200) String source,
            @Nullable @Size(max = 200) List<@NotBlank String> categories,
            @Nullable @Size(max = 5_000) String facts,
            @Nullable @Size(max = 5_000) String cause,
            @Nullable @Size(max = 5_000) String possibleHarm,
            @Nullable @Size(max = 5_000) String measures,
            @Nullable @Size(max = 5_000) String selfProtection,
            @Nullable @Size(max = 5_000) String remedies,
            @Nullable @Size(max = 1_000) String contact,
            @Nullable @PositiveOrZero Long estimatedSubjects,
            @Nullable Grade grade,
            @Nullable @Size(max = 1_000) String gradeReason,
            @Nullable Boolean criticalInfrastructure,
            @Nullable Boolean suspectedCrime) {

        /** @param critical what holds for the operator where the report does not say */
        Details details(boolean critical) {
            return new Details(
                    title,
                    kind,
                    discoveredAt,
                    source,
                    categories == null ? List.of() : List.copyOf(categories),
                    facts,
                    cause,
                    possibleHarm,
                    measures,
                    selfProtection,
                    remedies,
                    contact,
                    estimatedSubjects,
                    criticalInfrastructure == null ? critical : criticalInfrastructure,
                    Boolean.TRUE.equals(suspectedCrime));
        }
    }

    /** What is absent stays. {@code state} moves by hand, where that is legal. @param handledAt handling ended: final reports count from it */
    record Change(
            @Nullable @Size(min = 1, max = 200) String title,
            @Nullable @Size(max = 200) List<@NotBlank String> categories,
            @Nullable @Size(max = 5_000) String facts,
            @Nullable @Size(max = 5_000) String cause,
            @Nullable @Size(max = 5_000) String possibleHarm,
            @Nullable @Size(max = 5_000) String measures,
            @Nullable @Size(max = 5_000) String selfProtection,
            @Nullable @Size(max = 5_000) String remedies,
            @Nullable @Size(max = 1_000) String contact,
            @Nullable @PositiveOrZero Long estimatedSubjects,
            @Nullable Boolean criticalInfrastructure,
            @Nullable Boolean suspectedCrime,
            @Nullable Grade grade,
            @Nullable @Size(max = 1_000) String gradeReason,
            @Nullable Instant handledAt,
            @Nullable State state) {

        Details appliedTo(Details d) {
            return new Details(
                    title == null ? d.title() : title,
                    d.kind(),
                    d.discoveredAt(),
                    d.source(),
                    categories == null ? d.categories() : List.copyOf(categories),
                    given(facts, d.facts()),
                    given(cause, d.cause()),
                    given(possibleHarm, d.possibleHarm()),
                    given(measures, d.measures()),
                    given(selfProtection, d.selfProtection()),
                    given(remedies, d.remedies()),
                    given(contact, d.contact()),
                    estimatedSubjects == null ? d.estimatedSubjects() : estimatedSubjects,
                    criticalInfrastructure == null ? d.criticalInfrastructure() : criticalInfrastructure,
                    suspectedCrime == null ? d.suspectedCrime() : suspectedCrime);
        }

        private static @Nullable String given(@Nullable String given, @Nullable String otherwise) {
            return given == null ? otherwise : given;
        }
    }

    record NewPhase(
            @NotNull Phase phase,
            @NotBlank @Size(max = 120) String owner,
            @Nullable @Size(max = 2_000) String note,
            @Nullable Instant at) {}

    /**
     * @param channels in order of preference for everyone; absent means as each person prefers
     * @param correction a further numbered notice, after everyone was told
     */
    record Release(
            @Nullable List<@NotNull Channel> channels,
            @Nullable Boolean correction) {}

    record NewReport(
            @NotNull @Pattern(regexp = "[A-Z][A-Z0-9_]{1,63}")
            String authority,

            @NotBlank @Size(max = 120) String reference,
            @NotNull Instant reportedAt,
            @NotNull ReportKind kind) {}

    record Waiver(@NotBlank @Size(max = 1_000) String reason) {}

    record Demand(
            @NotNull @Pattern(regexp = "[A-Z][A-Z0-9_]{1,63}")
            String authority,

            @NotBlank @Size(max = 120) String reference) {}
}
