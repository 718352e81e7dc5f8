package covenant.audit.key;

import covenant.audit.log.NoteSigner;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jdbi.v3.core.Jdbi;

/** Binds the log to the key that first signed it: a service that starts with another key would fork the log, so it does not start. */
@ApplicationScoped
class LogIdentity {

    private static final int BEFORE_INTAKE = 100;

    private final Jdbi jdbi;
    private final NoteSigner signer;

    LogIdentity(Jdbi jdbi, NoteSigner signer) {
        this.jdbi = jdbi;
        this.signer = signer;
    }

    void check(@Observes @Priority(BEFORE_INTAKE) StartupEvent started) {
        String own = signer.key().format();
        String bound = jdbi.withHandle(handle -> {
            handle.createUpdate(
                            "insert into log_identity (verifier_key) select :key where not exists (select from log_identity)")
                    .bind("key", own)
                    .execute();
            return handle.createQuery("select verifier_key from log_identity")
                    .mapTo(String.class)
                    .one();
        });
        if (!bound.equals(own)) {
            throw new IllegalStateException("This database holds the log of " + bound + ", but the key here is " + own
                    + ": restore the log's key (covenant.keys.directory) and name (covenant.audit.origin)");
        }
    }
}
