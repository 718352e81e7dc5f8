package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nothing is rendered that Kubernetes or an operator would not take: the kinds of Kubernetes are read into the typed models of the fabric8
 * client without room for unknown fields, the others are validated against the schemas of their definitions (src/test/resources/schemas,
 * each names its source), in which every object is closed.
 */
class SchemaTest {

    private static final Map<String, Class<?>> MODELS = Map.of(
            "v1/ConfigMap", ConfigMap.class,
            "v1/Namespace", Namespace.class,
            "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
            "v1/Service", Service.class,
            "v1/ServiceAccount", ServiceAccount.class,
            "apps/v1/Deployment", Deployment.class,
            "apps/v1/StatefulSet", StatefulSet.class,
            "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
            "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
            "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class);

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                /** The models would take in what they do not know. */
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyObjectIsOneThatItsOwnerTakes(Overlay overlay) {
        Set<String> names = new HashSet<>();
        for (ObjectNode object : overlay.objects()) {
            String kind =
                    object.get("apiVersion").asText() + "/" + object.get("kind").asText();
            String name = kind + " " + Overlay.nameOf(object);
            assertThat(names.add(name)).as("twice: " + name).isTrue();
            check(kind, name, object);
            if (!kind.equals("v1/Namespace")) {
                assertThat(object.at("/metadata/namespace").asText()).as(name).isEqualTo("covenant");
            }
        }
        assertThat(overlay.objects()).hasSizeGreaterThan(100);
    }

    @Test
    void aFieldThatNobodyKnowsIsRefused() {
        ObjectNode deployment =
                Overlay.named("sandbox").one("Deployment", "consent-service").deepCopy();
        ((ObjectNode) Overlay.container(deployment)).put("imagee", "typo");
        ObjectNode topic =
                Overlay.named("sandbox").one("KafkaTopic", "privacy.dsr.v1").deepCopy();
        ((ObjectNode) topic.get("spec")).put("partition", 3);

        assertThatThrownBy(() -> check("apps/v1/Deployment", "", deployment)).hasMessageContaining("imagee");
        assertThatThrownBy(() -> check("kafka.strimzi.io/v1/KafkaTopic", "", topic))
                .hasMessageContaining("partition");
    }

    private static void check(String kind, String name, ObjectNode object) {
        Class<?> model = MODELS.get(kind);
        if (model != null) {
            assertThatCode(() -> STRICT.treeToValue(object, model)).as(name).doesNotThrowAnyException();
        } else {
            assertThat(schema(kind).validate(object.toString(), InputFormat.JSON))
                    .as(name)
                    .isEmpty();
        }
    }

    private static Schema schema(String kind) {
        return SCHEMAS.computeIfAbsent(kind, key -> {
            String file = "/schemas/" + key.replace('/', '_') + ".json";
            try (InputStream in = SchemaTest.class.getResourceAsStream(file)) {
                assertThat(in).as("a schema of " + key).isNotNull();
                return REGISTRY.getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
