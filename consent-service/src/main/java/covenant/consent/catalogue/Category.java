package covenant.consent.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One category of personal information (requirements 3.3).
 *
 * @param mask name of the masking rule; null says that the value is shown as it is
 * @param purposes full codes, with the part where only a part may use it
 * @param separateFor the purposes among them that need a separate consent for it
 * @param retention ids of retention rules
 */
public record Category(
        String name,
        Label label,
        String group,
        Sensitivity sensitivity,
        @Nullable String jr,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String mask,
        List<String> purposes,
        List<String> separateFor,
        List<String> retention,
        State state,
        boolean selfDeletable,
        boolean accessRestricted,
        boolean correctionRestricted,
        boolean selfDeletionRestricted,
        boolean thirdPerson,
        @Nullable String note) {

    /** {@code OFF} needs enabling (R-CAT-1), {@code FORBIDDEN} a new catalogue. */
    public enum State {
        ON,
        OFF,
        FORBIDDEN
    }

    /** What a third-party login is known by; never comes from anywhere else (policy 1.4.1). */
    public static final String LOGIN_ID = "network_id.third_party_openid";

    public static final String COOKIE_ID = "cookie.id";

    private static final Set<String> FROM_CREDIT_AGENCIES = Set.of("financial.credit_report", "financial.credit_score");

    /** Comes from a credit agency: a query needs written consent (征信业管理条例 art. 18). */
    public boolean fromCreditAgency() {
        return FROM_CREDIT_AGENCIES.contains(name);
    }

    public boolean sensitive() {
        return sensitivity != Sensitivity.NONE;
    }

    Category withPurposes(List<String> codes) {
        return new Category(
                name,
                label,
                group,
                sensitivity,
                jr,
                mask,
                List.copyOf(codes),
                separateFor,
                retention,
                state,
                selfDeletable,
                accessRestricted,
                correctionRestricted,
                selfDeletionRestricted,
                thirdPerson,
                note);
    }

    Category withState(State newState) {
        return new Category(
                name,
                label,
                group,
                sensitivity,
                jr,
                mask,
                purposes,
                separateFor,
                retention,
                newState,
                selfDeletable,
                accessRestricted,
                correctionRestricted,
                selfDeletionRestricted,
                thirdPerson,
                note);
    }
}
