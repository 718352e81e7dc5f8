package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may talk to whom: the arrows that exist, and no other. */
class ArrowsTest {

    private static final String ARROWS = """
            namespace:+covenant.dev/client -> services 8443
            namespace:monitoring -> services 8443
            services -> kafka 9093
            services -> namespace:identity 8443
            services -> namespace:vault 8200
            services -> namespace:observability 4317
            consent-service -> consent-db 5432
            data-subject-request-service -> data-subject-request-db 5432
            data-subject-request-service -> internet 443
            retention-service -> retention-db 5432
            retention-service -> internet 443
            notification-service -> notification-db 5432
            notification-service -> internet 443
            notification-service -> internet 465
            notification-service -> internet 587
            audit-service -> audit-db 5432
            audit-service -> audit-witness 8443
            audit-witness -> audit-service 8443
            namespace:+covenant.dev/events -> kafka 9093
            namespace:keda -> kafka 9093
            namespace:strimzi -> kafka 8443
            namespace:strimzi -> kafka 9090
            namespace:strimzi -> kafka 9091
            kafka -> kafka 9090
            kafka -> kafka 9091
            kafka -> anywhere 443
            kafka -> anywhere 6443
            """;
    private static final String DATABASE = """
            %1$s -> %1$s 5432
            %1$s -> %1$s 8000
            %1$s -> anywhere 443
            %1$s -> anywhere 6443
            namespace:cnpg-system -> %1$s 5432
            namespace:cnpg-system -> %1$s 8000
            """;

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void nothingMayBeReachedThatNoPolicyNames(Overlay overlay) {
        JsonNode deny = overlay.one("NetworkPolicy", "default-deny").path("spec");
        assertThat(deny.path("podSelector").isEmpty()).isTrue();
        assertThat(deny.path("policyTypes")).extracting(JsonNode::asText).containsExactly("Ingress", "Egress");
        assertThat(deny.has("ingress") || deny.has("egress")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyArrowIsOneThatExistsAndOpenAtBothEnds(Overlay overlay) {
        Set<String> out = new TreeSet<>();
        Set<String> in = new TreeSet<>();
        for (ObjectNode policy : overlay.ofKind("NetworkPolicy")) {
            if (!Set.of("default-deny", "names").contains(Overlay.nameOf(policy))) {
                String self = pods(policy.at("/spec/podSelector/matchLabels"));
                arrows(policy.at("/spec/egress"), "to").forEach(end -> out.add(self + " -> " + end));
                arrows(policy.at("/spec/ingress"), "from")
                        .forEach(end -> in.add(end.replaceFirst(" (\\d+)$", " -> " + self + " $1")));
            }
        }
        Set<String> expected = ARROWS.lines().collect(Collectors.toCollection(TreeSet::new));
        for (String service : Repository.SERVICES) {
            DATABASE.formatted(service.replace("-service", "-db")).lines().forEach(expected::add);
        }
        Set<String> all = new TreeSet<>(out);
        all.addAll(in);
        assertThat(all).isEqualTo(expected);
        // What begins and ends in the namespace must be allowed where it begins and where it ends.
        Set<String> inside = expected.stream()
                .filter(arrow ->
                        !arrow.contains("namespace:") && !arrow.contains("internet") && !arrow.contains("anywhere"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(out).containsAll(inside);
        assertThat(in).containsAll(inside);
    }

    private static Set<String> arrows(JsonNode rules, String end) {
        Set<String> found = new TreeSet<>();
        for (JsonNode rule : rules) {
            assertThat(rule.path(end).isEmpty())
                    .as("a rule without an end is open to all")
                    .isFalse();
            assertThat(rule.path("ports").isEmpty())
                    .as("a rule without a port opens all")
                    .isFalse();
            for (JsonNode peer : rule.path(end)) {
                rule.path("ports")
                        .forEach(port ->
                                found.add(name(peer) + " " + port.path("port").asText()));
            }
        }
        return found;
    }

    private static String name(JsonNode peer) {
        if (peer.has("ipBlock")) {
            return peer.at("/ipBlock/except").isEmpty() ? "anywhere" : "internet";
        }
        if (peer.has("namespaceSelector")) {
            Map.Entry<String, JsonNode> label = peer.at("/namespaceSelector/matchLabels")
                    .properties()
                    .iterator()
                    .next();
            return "namespace:"
                    + (label.getKey().equals("kubernetes.io/metadata.name")
                            ? label.getValue().asText()
                            : "+" + label.getKey());
        }
        return pods(peer.at("/podSelector/matchLabels"));
    }

    private static String pods(JsonNode labels) {
        assertThat(labels.size()).isEqualTo(1);
        Map.Entry<String, JsonNode> label = labels.properties().iterator().next();
        return switch (label.getKey()) {
            case "covenant.dev/service" -> "services";
            case "strimzi.io/cluster" -> "kafka";
            default -> label.getValue().asText();
        };
    }
}
