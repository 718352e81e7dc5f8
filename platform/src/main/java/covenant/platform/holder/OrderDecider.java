package covenant.platform.holder;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides what an answer does to an order: pure, {@code (order, from, answer, now) -> decision}. */
final class OrderDecider {
    /** Latin or Chinese article numbers: "art. 28", "第二十八条". */
    private static final Pattern ARTICLE = Pattern.compile("\\d|第\\s*[〇零一二三四五六七八九十百]+\\s*条");

    private OrderDecider() {}

    /** @param from the holder that answers, as the channel proves it */
    static OrderDecision answer(HolderOrder order, String from, HolderAnswer answer, Instant now) {
        if (!order.holderId().equals(from)) {
            return new OrderDecision.Refused(OrderDecision.Reason.NOT_ITS_ORDER);
        }
        return switch (answer) {
            case HolderAnswer.Done done -> done(order, done, now);
            case HolderAnswer.Rejection rejection -> rejection(order, rejection, now);
        };
    }

    private static OrderDecision done(HolderOrder order, HolderAnswer.Done done, Instant now) {
        if (done.kind() != order.kind()
                || !OrderOutcome.of(order.kind()).contains(done.outcome())
                || done.records() < 0) {
            return new OrderDecision.Refused(OrderDecision.Reason.WRONG_KIND);
        }
        if (!order.status().takesAnswer()) {
            return new OrderDecision.Unchanged(order, order.status() != OrderStatus.CONFIRMED || differs(order, done));
        }
        if (done.outcome() == OrderOutcome.DELIVERED && !done.withData()) {
            return new OrderDecision.Refused(OrderDecision.Reason.NO_DATA);
        }
        return new OrderDecision.Confirmed(order.confirmed(done.outcome(), done.records(), done.done(), now));
    }

    /** Who erased finds nothing when the order is repeated: that says the same, and the first answer is the true one (AC-35). */
    private static boolean differs(HolderOrder order, HolderAnswer.Done again) {
        boolean goneBefore = order.kind() == OrderKind.ERASURE && again.outcome() == OrderOutcome.NOTHING_HELD;
        return !goneBefore && (again.outcome() != order.outcome() || again.records() != order.records());
    }

    private static OrderDecision rejection(HolderOrder order, HolderAnswer.Rejection no, Instant now) {
        boolean again = no.code().equals(order.code()) && java.util.Objects.equals(no.evidence(), order.evidence());
        if (!order.status().takesAnswer()) {
            return new OrderDecision.Unchanged(order, !again);
        }
        OrderStatus exemption = exemption(order, no);
        if (exemption != null) {
            return new OrderDecision.Exempted(order.exempt(exemption, no.code(), String.valueOf(no.evidence()), now));
        }
        return again
                ? new OrderDecision.Unchanged(order, false)
                : new OrderDecision.Rejected(order.rejected(no.code(), no.evidence(), now));
    }

    /** Policy 5.2: only law, with its article, or the recipient's own authorisation; no evidence, no exemption (R-5.2-5). */
    private static @Nullable OrderStatus exemption(HolderOrder order, HolderAnswer.Rejection no) {
        String evidence = no.evidence();
        if (evidence == null || evidence.isBlank()) {
            return null;
        }
        return switch (no.code()) {
            case "LAW", "EXEMPT_LAW" -> ARTICLE.matcher(evidence).find() ? OrderStatus.EXEMPT_LAW : null;
            case "OWN_AUTHORISATION", "EXEMPT_OWN_AUTHORISATION" ->
                order.kind() == OrderKind.ERASURE && !order.isInternal() ? OrderStatus.EXEMPT_OWN_AUTHORISATION : null;
            default -> null;
        };
    }
}
