package covenant.local.stack;

import static java.util.Objects.requireNonNull;

import covenant.embedded.process.Ports;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The TCP ports of a stack, all on the loopback interface. */
public record StackPorts(Map<Service, Integer> services, int kafka, int postgres, int smtp, int witness) {

    public static final int KAFKA = 9092;
    public static final int POSTGRES = 5432;
    public static final int SMTP = 1025;
    public static final int WITNESS = 8086;

    public StackPorts {
        services = Map.copyOf(services);
    }

    /** One use of a port: whose it is and which variable moves it. */
    public record Use(String who, int port, String variable) {}

    /**
     * The usual ports, moved by the variables of the environment.
     *
     * @throws StackException when a variable holds no port number, or two of them the same
     */
    public static StackPorts from(Map<String, String> environment) {
        Map<Service, Integer> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            services.put(service, number(environment, service.portVariable(), service.defaultPort()));
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
        Set<Integer> taken = new HashSet<>();
        Map<Service, Integer> services = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            services.put(service, unused(taken));
        }
        return new StackPorts(services, unused(taken), unused(taken), unused(taken), unused(taken));
    }

    public int of(Service service) {
        return requireNonNull(services.get(service));
    }

    /** Every port with its owner, in the order in which a person would look for it. */
    public List<Use> uses() {
        List<Use> uses = new ArrayList<>();
        for (Service service : Service.values()) {
            uses.add(new Use(service.module(), of(service), service.portVariable()));
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
