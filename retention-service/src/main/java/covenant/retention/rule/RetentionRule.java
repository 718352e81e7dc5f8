package covenant.retention.rule;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * How long a category is kept, and why. Identified by its category and version, which every stored date names (T-7).
 *
 * @param period from the anchor, at most one calendar month unless a law is named (R-4.2.2-2)
 * @param statutory the law that demands more, if one does
 */
public record RetentionRule(
        String category,
        int version,
        Period period,
        Anchor anchor,
        ErasureMethod action,
        @Nullable Statutory statutory) {

    /** What a period counts from. */
    public enum Anchor {
        ACCOUNT_CLOSED,
        CONSENT_WITHDRAWN,
        RECORD_DATE,
        RELATIONSHIP_END,
        SERVICE_TERMINATED
    }

    /** @param amlOnly applies only where the anti-money-laundering law binds the operator (R-4.2.2-4) */
    public record Statutory(String law, String article, Period period, Anchor anchor, boolean amlOnly) {}
}
