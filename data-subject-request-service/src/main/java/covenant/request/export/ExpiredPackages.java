package covenant.request.export;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Packages whose time is over. */
@ApplicationScoped
public class ExpiredPackages {
    private final PackageSweep sweep;

    ExpiredPackages(PackageSweep sweep) {
        this.sweep = sweep;
    }

    /** Deletes the content of at most so many whose time was over by then; returns how many. Opens a transaction of its own. */
    public int delete(Instant now, int atMost) {
        return sweep.deleteExpired(now, atMost);
    }
}
