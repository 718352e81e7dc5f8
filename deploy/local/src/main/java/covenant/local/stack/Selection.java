package covenant.local.stack;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which part of the system a stack runs, and on what JVMs.
 *
 * @param services the others are neither built nor started; their ports and databases are there all the same
 * @param javaOptions options of the services' JVMs; empty for the usual ones, which make up for a small machine and a quick start
 * @param detour the way from the services to their servers, where it is not the straight one
 */
public record Selection(Set<Service> services, Optional<List<String>> javaOptions, Optional<Detour> detour) {

    /**
     * Somebody stands between the services and their servers, and passes on what he likes.
     *
     * @param kafkaListener where the broker listens for what comes this way
     * @param kafka where the services look for Kafka
     * @param postgres where the services look for PostgreSQL
     */
    public record Detour(int kafkaListener, int kafka, int postgres) {}

    public Selection(Set<Service> services, Optional<List<String>> javaOptions) {
        this(services, javaOptions, Optional.empty());
    }

    public Selection {
        services = Set.copyOf(services);
        javaOptions = javaOptions.map(List::copyOf);
    }

    /** All five services, with the options that the environment names. */
    public static Selection everything() {
        return new Selection(EnumSet.allOf(Service.class), Installation.javaOptions(System.getenv()));
    }

    /** The same, with somebody between the services and their servers. */
    public Selection by(Detour way) {
        return new Selection(services, javaOptions, Optional.of(way));
    }

    /** Where the services look for Kafka. */
    int kafka(StackPorts ports) {
        return detour.map(Detour::kafka).orElse(ports.kafka());
    }

    /** Where the services look for PostgreSQL. */
    int postgres(StackPorts ports) {
        return detour.map(Detour::postgres).orElse(ports.postgres());
    }

    /** Mail is the business of one service: without it no mail sink is needed. */
    boolean sendsMail() {
        return services.contains(Service.NOTIFICATION);
    }

    /** The services in the order in which they start. */
    List<Service> inOrder() {
        return services.stream().sorted().toList();
    }
}
