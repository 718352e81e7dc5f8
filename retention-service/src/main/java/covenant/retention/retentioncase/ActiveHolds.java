package covenant.retention.retentioncase;

import java.util.List;

/**
 * The holds on a person. Whoever places or releases one locks the person's cases before committing; whoever erases locks the
 * case before asking here: so no erasure passes a hold that was committed first.
 */
public interface ActiveHolds {
    List<HoldScope> activeOn(String subjectId);
}
