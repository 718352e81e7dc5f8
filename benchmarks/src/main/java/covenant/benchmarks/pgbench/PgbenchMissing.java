package covenant.benchmarks.pgbench;

/** There is no pgbench on this machine; the message says what to install. */
public final class PgbenchMissing extends RuntimeException {

    PgbenchMissing() {
        super("This benchmark compares with pgbench, and there is none on the PATH or in /usr/lib/postgresql/*/bin. "
                + "It comes with PostgreSQL: apt-get install postgresql-15 (Debian; its server need not run), "
                + "dnf install postgresql-contrib (Fedora), brew install postgresql (macOS). Then run this again.");
    }
}
