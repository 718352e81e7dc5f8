package covenant.consent.subject;

import com.fasterxml.jackson.annotation.JsonIgnore;
import covenant.consent.catalogue.Category;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A consent in force: what a decision needs to know of it.
 *
 * @param recipient the one recipient that it names (PIPL art. 23)
 * @param bindsFrom when it was accepted, or when its policy version takes effect, whichever is later
 * @param until last valid day, to 24:00 in Asia/Shanghai
 * @param guardian given by a guardian (PIPL art. 31)
 * @param written signed, not clicked (征信业管理条例 art. 18)
 * @param source the third party that it lets data come from: {@value #ANY_THIRD_PARTY}, or the id of one; null covers what we
 *     collect ourselves (policy 1.1.1 to 1.1.3)
 */
public record LiveConsent(
        UUID id,
        String purpose,
        List<String> categories,
        boolean separate,
        @Nullable String recipient,
        int policyVersion,
        Instant acceptedAt,
        Instant bindsFrom,
        @Nullable LocalDate until,
        @Nullable Instant expiresAt,
        boolean guardian,
        boolean written,
        @Nullable String source) {

    public static final String ANY_THIRD_PARTY = "THIRD_PARTY";

    public LiveConsent {
        categories = List.copyOf(categories);
    }

    /** A consent to what we collect ourselves. */
    public LiveConsent(
            UUID id,
            String purpose,
            List<String> categories,
            boolean separate,
            @Nullable String recipient,
            int policyVersion,
            Instant acceptedAt,
            Instant bindsFrom,
            @Nullable LocalDate until,
            @Nullable Instant expiresAt,
            boolean guardian,
            boolean written) {
        this(
                id,
                purpose,
                categories,
                separate,
                recipient,
                policyVersion,
                acceptedAt,
                bindsFrom,
                until,
                expiresAt,
                guardian,
                written,
                null);
    }

    /** Whether it speaks of data from where the question says; what a login is known by always comes from its source. */
    public boolean speaksOf(String category, boolean fromThirdParty) {
        return fromThirdParty ? source != null : source == null || category.equals(Category.LOGIN_ID);
    }

    /** Where the last word about it is kept: by purpose, and apart for what comes from a third party. */
    @JsonIgnore
    public String place() {
        return place(purpose, source);
    }

    public static String place(String purpose, @Nullable String source) {
        return source == null ? purpose : purpose + "@" + source;
    }

    /** The same consent for fewer categories: a source took its part back. */
    public LiveConsent only(Predicate<String> category) {
        return new LiveConsent(
                id,
                purpose,
                categories.stream().filter(category).toList(),
                separate,
                recipient,
                policyVersion,
                acceptedAt,
                bindsFrom,
                until,
                expiresAt,
                guardian,
                written,
                source);
    }

    /** In force at this instant, whatever sweeps have or have not done yet. */
    @JsonIgnore
    public boolean inForce(Instant now) {
        return !bindsFrom.isAfter(now) && (expiresAt == null || expiresAt.isAfter(now));
    }

    /** Waits for its policy version to take effect. */
    @JsonIgnore
    public boolean waiting(Instant now) {
        return bindsFrom.isAfter(now);
    }
}
