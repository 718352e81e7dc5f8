package covenant.retention.erasure;

import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How long holders, recipients and the closing notice are waited for (requirements 0.8). */
@ApplicationScoped
class ErasureSettings {
    private final Duration holderConfirm;
    private final int recipientDays;
    private final Duration noticePatience;

    ErasureSettings(
            @ConfigProperty(name = "covenant.retention.holder-confirm", defaultValue = "PT72H") Duration holderConfirm,
            @ConfigProperty(name = "covenant.retention.recipient-confirm-days", defaultValue = "15") int recipientDays,
            @ConfigProperty(name = "covenant.retention.notice-patience", defaultValue = "PT72H")
                    Duration noticePatience) {
        this.holderConfirm = holderConfirm;
        this.recipientDays = recipientDays;
        this.noticePatience = noticePatience;
    }

    /** First instant at which a holder of ours is late: hours, without rounding (T-6). */
    Instant holderDue(Instant orderedAt) {
        return orderedAt.plus(holderConfirm);
    }

    /** First instant at which a recipient is late: calendar days in Shanghai. */
    Instant recipientDue(Instant orderedAt) {
        return LegalCalendar.fullDaysAfter(orderedAt, recipientDays);
    }

    Instant noticeDue(Instant requestedAt) {
        return requestedAt.plus(noticePatience);
    }
}
