package covenant.request.export;

import jakarta.enterprise.context.ApplicationScoped;

/** Packages whose time is over. */
@ApplicationScoped
public class ExpiredPackages {
    private final PackageSweep sweep;

    ExpiredPackages(PackageSweep sweep) {
        this.sweep = sweep;
    }

    /** Deletes the content of at most so many; returns how many. Opens a transaction of its own. */
    public int delete(int atMost) {
        return sweep.deleteExpired(atMost);
    }
}
