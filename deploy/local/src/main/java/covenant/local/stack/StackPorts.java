package covenant.local.stack;

import static java.util.Objects.requireNonNull;

import covenant.embedded.process.Ports;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The TCP ports of a stack, all on the loopback interface.
 *
 * @param services one port for each process of a service, at least one
 */
public record StackPorts(Map<Service, List<Integer>> services, int kafka, int postgres, int smtp, int witness) {

    public static final int KAFKA = 9092;
    public static final int POSTGRES = 5432;
    public static final int SMTP = 1025;
    public static final int WITNESS = 8086;

    private static final int BETWEEN_REPLICAS = 10;
    private static final int MOST_REPLICAS = 9;

    public StackPorts {
        Map<Service, List<Integer>> copy = new EnumMap<>(Service.class);
        services.forEach((service, of) -> copy.put(service, List.copyOf(of)));
        services = Map.copyOf(copy);
    }

    /** One use of a port: whose it is and which variable moves it. */
    public record Use(String who, int port, String variable) {}

    /**
     * The usual ports, moved by the variables of the environment. The second process of a service listens ten ports above the first.
     *
     * @param replicas processes of each service, 1 to 9
     * @throws StackException when a variable holds no port number, or two of them the same
     */
    public static StackPorts from(Map<String, String> environment, int replicas) {
        if (replicas < 1 || replicas > MOST_REPLICAS) {
            throw new StackException("There can be 1 to " + MOST_REPLICAS + " replicas, not " + replicas + ".");
        }
        Map<Service, List<Integer>> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            int first = number(environment, service.portVariable(), service.defaultPort());
            services.put(
                    service,
                    IntStream.range(0, replicas)
                            .mapToObj(i -> first + i * BETWEEN_REPLICAS)
                            .toList());
        }
        StackPorts ports = new StackPorts(
                services,
                number(environment, "COVENANT_KAFKA_PORT", KAFKA),
                number(environment, "COVENANT_POSTGRES_PORT", POSTGRES),
                number(environment, "COVENANT_SMTP_PORT", SMTP),
                number(environment, "COVENANT_WITNESS_PORT", WITNESS));
        ports.refuseDoubles();
        return ports;
    }

    /** Ports that nobody uses at the moment, for stacks that run beside others. */
    public static StackPorts free() {
        return free(1);
    }

    /** The same for so many processes of each service. */
    public static StackPorts free(int replicas) {
        Set<Integer> taken = new HashSet<>();
        Map<Service, List<Integer>> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            services.put(
                    service,
                    Stream.generate(() -> unused(taken)).limit(replicas).toList());
        }
        return new StackPorts(services, unused(taken), unused(taken), unused(taken), unused(taken));
    }

    /** Of the first process. */
    public int of(Service service) {
        return all(service).getFirst();
    }

    public int of(Replica replica) {
        return all(replica.service()).get(replica.number() - 1);
    }

    /** Of every process of the service. */
    public List<Integer> all(Service service) {
        return requireNonNull(services.get(service));
    }

    /** Every process of the service. */
    List<Replica> replicas(Service service) {
        return IntStream.rangeClosed(1, all(service).size())
                .mapToObj(number -> new Replica(service, number))
                .toList();
    }

    /** Every port with its owner, in the order in which a person would look for it. */
    public List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        for (Service service : Service.values()) {
            for (Replica replica : replicas(service)) {
                uses.add(new Use(replica.name(), of(replica), service.portVariable()));
            }
        }
        uses.add(new Use("Kafka", kafka, "COVENANT_KAFKA_PORT"));
        uses.add(new Use("PostgreSQL", postgres, "COVENANT_POSTGRES_PORT"));
        uses.add(new Use("SMTP sink", smtp, "COVENANT_SMTP_PORT"));
        uses.add(new Use("Witness", witness, "COVENANT_WITNESS_PORT"));
        return uses;
    }

    /** @throws StackException naming every port that something else listens on, and the variable that moves it */
    public void refuseTaken() {
        List<String> taken = uses().stream()
                .filter(use -> !Ports.isFree(use.port()))
                .map(use -> "Port %d, wanted by %s, is taken. Free it, or move %s with %s=<port>."
                        .formatted(use.port(), use.who(), use.who(), use.variable()))
                .toList();
        if (!taken.isEmpty()) {
            throw new StackException(String.join("\n", taken));
        }
    }

    private void refuseDoubles() {
        Map<Integer, String> seen = new java.util.HashMap<>();
        for (Use use : uses()) {
            String other = seen.put(use.port(), use.variable());
            if (other != null) {
                throw new StackException(other + " and " + use.variable() + " both say " + use.port() + ".");
            }
        }
    }

    private static int number(Map<String, String> environment, String variable, int otherwise) {
        String value = environment.get(variable);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > 65_535) {
            throw new StackException(variable + " is '" + value + "', which is no port number (1 to 65535).");
        }
        return Integer.parseInt(value);
    }

    private static int unused(Set<Integer> taken) {
        int port = Ports.free();
        while (!taken.add(port)) {
            port = Ports.free();
        }
        return port;
    }
}
