package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** What becomes of an erased person's messages: those that wait are cancelled, personal parameters are forgotten. */
@ApplicationScoped
public class NoticeErasure {
    private final NoticeStore notices;
    private final DeliveryStore deliveries;
    private final Outbox outbox;
    private final CovenantClock clock;

    NoticeErasure(NoticeStore notices, DeliveryStore deliveries, Outbox outbox, CovenantClock clock) {
        this.notices = notices;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** The record that messages were sent stays: it holds no personal data but the pseudonym. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void forget(String subjectId) {
        Instant now = clock.now();
        for (Delivery cancelled : deliveries.cancelQueued(subjectId, now)) {
            Notice notice = notices.lock(cancelled.noticeId()).orElseThrow();
            notices.outcome(notice.id(), Notice.Outcome.UNREACHABLE, now);
            List<Channel> tried = notice.sequence().subList(0, notice.sequence().indexOf(cancelled.channel()) + 1);
            outbox.append(NoticeEvents.failed(
                    notice, cancelled.channel(), "SUBJECT_ERASED", cancelled.attempts(), true, now));
            outbox.append(NoticeEvents.unreachable(notice, List.copyOf(tried), now));
        }
        notices.forgetSealedOf(subjectId);
        notices.setMarketingConsent(subjectId, false);
    }
}
