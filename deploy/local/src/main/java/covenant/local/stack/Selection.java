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
 */
public record Selection(Set<Service> services, Optional<List<String>> javaOptions) {

    public Selection {
        services = Set.copyOf(services);
        javaOptions = javaOptions.map(List::copyOf);
    }

    /** All five services, with the options that the environment names. */
    public static Selection everything() {
        return new Selection(EnumSet.allOf(Service.class), Installation.javaOptions(System.getenv()));
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
