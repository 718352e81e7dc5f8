package covenant.consent.subject;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What holds for few persons only.
 *
 * @param noticePending policy version whose update notice reached the person by no channel and was not shown yet: optional purposes
 *     wait for it (R-6.2-4)
 * @param underFourteen when last looked at; a guardian consents (PIPL art. 31)
 * @param linksWaiting accounts elsewhere were linked before a policy version was accepted (R-1.4.1-1)
 * @param endedAt when everything ended last: what was accepted before never counts again (R-4.2.2-7)
 * @param saidNo per {@link LiveConsent#place place}, or {@code *} for everything, the last no that is no {@link LastWord}: nothing was
 *     granted then, or something was granted since. It changes nothing but for an older grant that arrives late (AC-15)
 */
public record Marks(
        @Nullable Integer noticePending,
        boolean underFourteen,
        boolean linksWaiting,
        @Nullable Instant endedAt,
        Map<String, Instant> saidNo) {

    public static final Marks NONE = new Marks(null, false, false, null, Map.of());

    public Marks {
        saidNo = Map.copyOf(Objects.requireNonNullElse(saidNo, Map.of()));
    }

    @JsonIgnore
    public boolean none() {
        return equals(NONE);
    }

    public Marks noticePending(@Nullable Integer version) {
        return new Marks(version, underFourteen, linksWaiting, endedAt, saidNo);
    }

    public Marks underFourteen(boolean now) {
        return new Marks(noticePending, now, linksWaiting, endedAt, saidNo);
    }

    public Marks linksWaiting(boolean now) {
        return new Marks(noticePending, underFourteen, now, endedAt, saidNo);
    }

    public Marks endedAt(Instant at) {
        return new Marks(noticePending, underFourteen, linksWaiting, at, Map.of());
    }

    Marks saidNo(String place, Instant at) {
        Map<String, Instant> more = new HashMap<>(saidNo);
        more.merge(place, at, (a, b) -> a.isAfter(b) ? a : b);
        return new Marks(noticePending, underFourteen, linksWaiting, endedAt, more);
    }
}
