package covenant.consent.sharing;

import static java.util.Objects.requireNonNullElse;

import covenant.consent.evidence.Evidence;
import covenant.contracts.SharingEvent.Ground;
import covenant.contracts.SharingEvent.Kind;
import covenant.contracts.SharingEvent.Protection;
import covenant.platform.problem.Refusal;
import covenant.platform.web.Subjects;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * May this data leave?
 *
 * @param ground a text, because an unknown one is a refusal that is recorded, not a malformed request
 * @param counterpart the other person of a complaint, who is a user too
 * @param via the processor that passes the data on
 */
record SharingRequest(
        @NotBlank @Size(max = 200) String recipient,
        @NotNull Kind kind,
        @Nullable @Size(max = 40) String ground,
        @NotBlank @Size(max = 80) String purpose,
        @NotEmpty @Size(max = 200) List<@NotBlank @Size(max = 80) String> categories,
        @NotNull String subjectId,
        @Nullable @Size(max = 10) List<@NotNull Protection> protection,
        @Nullable Consideration consideration,
        @Nullable @Valid Evidence evidence,
        @Nullable @Size(max = 80) String method,

        @Nullable
        @Size(max = 20)
        @Pattern(
                regexp = "P(?=[0-9T])(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?",
                message = "must be an ISO-8601 period")
        String recipientRetention,

        @Nullable UUID echoOf,
        @Nullable String counterpart,
        @Nullable @Size(max = 64) String via) {

    enum Consideration {
        NONE,
        PAID
    }

    SharingCommand command() {
        String subject = Subjects.requireSubjectId(subjectId);
        Evidence shown = requireNonNullElse(evidence, Evidence.NONE);
        return new SharingCommand(
                subject,
                recipient,
                kind,
                Arrays.stream(Ground.values())
                        .filter(g -> g.name().equals(ground))
                        .findFirst()
                        .orElse(null),
                purpose,
                categories.stream().distinct().toList(),
                requireNonNullElse(protection, List.of()),
                consideration == Consideration.PAID,
                shown,
                method,
                recipientRetention,
                echoOf,
                otherPerson(subject, shown),
                via);
    }

    private @Nullable String otherPerson(String subject, Evidence shown) {
        if (counterpart == null) {
            return null;
        }
        if (!Evidence.given(shown.complaintId()) || kind != Kind.SHARE) {
            throw Refusal.invalid("counterpart", "is of a complaint that is shared under its complaintId")
                    .asException();
        }
        String other = Subjects.requireSubjectId(counterpart);
        if (other.equals(subject)) {
            throw Refusal.invalid("counterpart", "is somebody else").asException();
        }
        return other;
    }
}
