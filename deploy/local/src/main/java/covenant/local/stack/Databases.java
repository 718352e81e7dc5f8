package covenant.local.stack;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.postgres.PostgresServer;
import covenant.embedded.postgres.ServiceDatabase;

/** One database and login role per service; the audit service's role owns nothing, so that it can only add to its log. */
final class Databases {

    static final String AUDIT_OWNER = "audit_owner";

    private Databases() {}

    static void provision(PostgresServer postgres, LocalKeys keys) {
        for (Service service : Service.values()) {
            String password = keys.password(service.database());
            postgres.provision(
                    service == Service.AUDIT
                            ? ServiceDatabase.appendOnly(service.database(), password, keys.password(AUDIT_OWNER))
                            : ServiceDatabase.ownedBySelf(service.database(), password));
        }
    }
}
