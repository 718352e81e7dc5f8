package covenant.audit.fact;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.audit.entry.BusinessTime;
import covenant.audit.register.EvidenceItem;
import covenant.contracts.AccountId;
import covenant.contracts.SubjectId;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact to be logged.
 *
 * @param type name of what happened, in the form of event names
 * @param occurredAt when; now if absent
 * @param details whatever describes it, without personal values (R-ENV-1)
 * @param evidence a certificate, audit, training or agreement for the register (R-4.1.1-5)
 */
record FactRequest(
        @NotNull @Pattern(regexp = "[A-Z][A-Za-z0-9]{1,63}") String type,
        @Nullable Instant occurredAt,
        @Nullable String subjectId,
        @Nullable String accountId,
        @Nullable @Pattern(regexp = "[A-Za-z0-9._:-]{1,64}") String correlationId,
        @Nullable JsonNode details,
        @Nullable @Valid EvidenceItem evidence) {

    /** @throws covenant.platform.problem.RefusedException if an id is, or may be, a personal value, or the type is not the caller's to say */
    FactRequest validated() {
        if (!ForeignTypes.allows(type)) {
            throw Refusal.invalid("type", "is told by the service of Covenant that knows it")
                    .asException();
        }
        if (subjectId != null) {
            SubjectId.check(subjectId).ifPresent(violation -> {
                throw violation.personalData()
                        ? new RefusedException(
                                ProblemCode.SUBJECT_ID_IS_PERSONAL_DATA,
                                "subjectId looks like a personal value; it must be a pseudonym.")
                        : Refusal.invalid("subjectId", "is 1 to 64 letters, digits and . _ : -")
                                .asException();
            });
        }
        if (accountId != null && AccountId.check(accountId).isPresent()) {
            throw Refusal.invalid("accountId", "is a pseudonymous id of 1 to 64 letters, digits and . _ : -")
                    .asException();
        }
        if (occurredAt != null && !BusinessTime.valid(occurredAt)) {
            throw Refusal.invalid("occurredAt", "lies between 1900 and 9999").asException();
        }
        return this;
    }
}
