package covenant.request.flow;

import covenant.contracts.RetentionEvent.KeptBecause;
import covenant.request.facts.Hold;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A category that stays although its deletion was asked for: what, why, until when (R-5.2-3, AC-54).
 *
 * @param code LEGAL_HOLD_ACTIVE or STATUTORY_RETENTION
 * @param until absent while a hold has no known end; then {@code reviewOn} says when it is looked at again
 */
record Kept(
        String category,
        KeptBecause because,
        String code,
        @Nullable String law,
        @Nullable String article,
        @Nullable UUID holdId,
        @Nullable Instant until,
        @Nullable LocalDate reviewOn) {

    static Kept held(String category, UUID holdId, @Nullable LocalDate reviewOn) {
        return new Kept(category, KeptBecause.HELD, "LEGAL_HOLD_ACTIVE", null, null, holdId, null, reviewOn);
    }

    static Kept held(String category, Hold hold) {
        return held(category, hold.id(), hold.reviewOn());
    }

    static Kept byLaw(String category, @Nullable String law, @Nullable String article, @Nullable Instant until) {
        return new Kept(category, KeptBecause.STATUTORY, "STATUTORY_RETENTION", law, article, null, until, null);
    }
}
