package covenant.retention.rule;

import jakarta.enterprise.context.ApplicationScoped;

/** The rules in force. Kept for a second: a change binds what is computed after it, in every replica. */
@ApplicationScoped
public class Rules {
    private static final long KEPT_NANOS = 1_000_000_000L;

    private record Kept(RuleBook book, long readAt) {}

    private final RuleStore store;
    private final RetentionSettings settings;
    private volatile @org.jspecify.annotations.Nullable Kept kept;

    Rules(RuleStore store, RetentionSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    public RuleBook book() {
        Kept known = kept;
        long now = System.nanoTime();
        if (known != null && now - known.readAt() < KEPT_NANOS) {
            return known.book();
        }
        RuleBook book = RuleBook.of(store.inForce(), settings.accountClosed(), settings.amlApplies());
        kept = new Kept(book, now);
        return book;
    }

    void forget() {
        kept = null;
    }
}
