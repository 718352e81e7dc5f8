package covenant.consent.subject;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds for few persons only.
 *
 * @param noticePending policy version whose update notice reached the person by no channel and was not shown yet: optional purposes
 *     wait for it (R-6.2-4)
 * @param underFourteen when last looked at; a guardian consents (PIPL art. 31)
 * @param linksWaiting accounts elsewhere were linked before a policy version was accepted (R-1.4.1-1)
 * @param endedAt when everything ended last: what was accepted before never counts again (R-4.2.2-7)
 */
public record Marks(
        @Nullable Integer noticePending,
        boolean underFourteen,
        boolean linksWaiting,
        @Nullable Instant endedAt) {

    public static final Marks NONE = new Marks(null, false, false, null);

    @JsonIgnore
    public boolean none() {
        return equals(NONE);
    }

    public Marks noticePending(@Nullable Integer version) {
        return new Marks(version, underFourteen, linksWaiting, endedAt);
    }

    public Marks underFourteen(boolean now) {
        return new Marks(noticePending, now, linksWaiting, endedAt);
    }

    public Marks linksWaiting(boolean now) {
        return new Marks(noticePending, underFourteen, now, endedAt);
    }

    public Marks endedAt(Instant at) {
        return new Marks(noticePending, underFourteen, linksWaiting, at);
    }
}
