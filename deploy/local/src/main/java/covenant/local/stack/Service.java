package covenant.local.stack;

import java.util.Arrays;
import java.util.Optional;

/** The five services. */
public enum Service {
    CONSENT("consent-service", "consent", 8081),
    DATA_SUBJECT_REQUEST("data-subject-request-service", "data_subject_request", 8082),
    RETENTION("retention-service", "retention", 8083),
    NOTIFICATION("notification-service", "notification", 8084),
    AUDIT("audit-service", "audit", 8085);

    private final String module;
    private final String database;
    private final int defaultPort;

    Service(String module, String database, int defaultPort) {
        this.module = module;
        this.database = database;
        this.defaultPort = defaultPort;
    }

    /** The service of that name, written as the module, or without {@code -service}. */
    public static Optional<Service> byName(String name) {
        return Arrays.stream(values())
                .filter(service -> service.module.equals(name) || service.module.equals(name + "-service"))
                .findFirst();
    }

    /** The Maven module, which is the service's name everywhere. */
    public String module() {
        return module;
    }

    /** Its database and login role. */
    public String database() {
        return database;
    }

    public int defaultPort() {
        return defaultPort;
    }

    /** The environment variable that moves its port. */
    public String portVariable() {
        return "COVENANT_" + name() + "_PORT";
    }

    /** The environment variable by which the other services find it. */
    public String urlVariable() {
        return "COVENANT_" + name() + "_URL";
    }
}
