package covenant.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the programs run: with few rights, in the region, over TLS, watched by probes that exist, from images that one place names. */
class PodsTest {

    static Stream<Overlay> overlays() {
        return Overlay.all();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyPodHasTheRightsOfTheRestrictedStandardAndNoOthers(Overlay overlay) {
        assertThat(overlay.workloads()).hasSize(Repository.SERVICES.size() + 1);
        for (ObjectNode workload : overlay.workloads()) {
            String name = Overlay.nameOf(workload);
            JsonNode pod = workload.at("/spec/template/spec");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean())
                    .as(name)
                    .isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true))
                    .as(name)
                    .isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).as(name).isFalse();
            assertThat(pod.path("serviceAccountName").asText()).isEqualTo(name);
            overlay.one("ServiceAccount", name);
            for (JsonNode container : pod.path("containers")) {
                JsonNode rights = container.path("securityContext");
                assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true))
                        .as(name)
                        .isFalse();
                assertThat(rights.path("readOnlyRootFilesystem").asBoolean())
                        .as(name)
                        .isTrue();
                assertThat(rights.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                assertThat(container.at("/resources/requests/cpu").isTextual())
                        .as(name)
                        .isTrue();
                assertThat(container.at("/resources/requests/memory").isTextual())
                        .as(name)
                        .isTrue();
                assertThat(container.at("/resources/limits/memory").isTextual())
                        .as(name)
                        .isTrue();
            }
        }
        assertThat(overlay.one("Namespace", "covenant")
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText())
                .isEqualTo("restricted");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyServiceSurvivesTheLossOfANodeAndOfAZone(Overlay overlay) {
        for (String service : Repository.SERVICES) {
            ObjectNode deployment = overlay.one("Deployment", service);
            assertThat(deployment.at("/spec/replicas").asInt()).isGreaterThanOrEqualTo(2);
            assertThat(deployment
                            .at("/spec/strategy/rollingUpdate/maxUnavailable")
                            .asInt(1))
                    .isZero();
            Set<String> spread = new TreeSet<>();
            deployment.at("/spec/template/spec/topologySpreadConstraints").forEach(constraint -> {
                spread.add(constraint.path("topologyKey").asText());
                assertThat(constraint
                                .at("/labelSelector/matchLabels/app.kubernetes.io~1name")
                                .asText())
                        .isEqualTo(service);
            });
            assertThat(spread).containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
            JsonNode budget = overlay.one("PodDisruptionBudget", service).path("spec");
            assertThat(budget.path("minAvailable").asInt()).isEqualTo(1);
            assertThat(budget.path("selector")).isEqualTo(deployment.at("/spec/selector"));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyProbeAsksAPathThatTheProgramAnswers(Overlay overlay) {
        Map<String, String> health =
                Map.of("startupProbe", "started", "readinessProbe", "ready", "livenessProbe", "live");
        String root = Repository.settings("platform").getProperty("quarkus.http.non-application-root-path");
        assertThat(Repository.text(Repository.path("platform/pom.xml"))).contains("quarkus-smallrye-health");
        for (ObjectNode workload : overlay.workloads()) {
            boolean service = Repository.SERVICES.contains(Overlay.nameOf(workload));
            health.forEach((probe, check) -> {
                JsonNode get = Overlay.container(workload).path(probe).path("httpGet");
                assertThat(get.path("scheme").asText()).isEqualTo("HTTPS");
                assertThat(get.path("port").asText()).isEqualTo("https");
                assertThat(get.path("path").asText()).isEqualTo(service ? root + "/health/" + check : "/witness/key");
            });
        }
        assertThat(Repository.sources("audit-verifier")).contains("\"/witness/key\"");
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void noPortIsPlaintext(Overlay overlay) {
        for (ObjectNode workload : overlay.workloads()) {
            for (JsonNode port : Overlay.container(workload).path("ports")) {
                assertThat(port.path("name").asText()).isEqualTo("https");
                assertThat(port.path("containerPort").asInt()).isEqualTo(8443);
            }
        }
        for (ObjectNode service : overlay.ofKind("Service")) {
            service.at("/spec/ports")
                    .forEach(
                            port -> assertThat(port.path("targetPort").asText()).isEqualTo("https"));
        }
        for (String service : Repository.SERVICES) {
            Map<String, String> told = overlay.environment(overlay.one("Deployment", service));
            assertThat(told).containsEntry("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled");
            assertThat(told).containsEntry("QUARKUS_HTTP_SSL_PORT", "8443");
            assertThat(told).containsEntry("KAFKA_SECURITY_PROTOCOL", "SSL");
            assertThat(told.get("QUARKUS_DATASOURCE_JDBC_URL")).contains("sslmode=verify-full", "sslrootcert=");
            told.forEach((name, value) -> assertThat(value).as(name).doesNotContain("http://"));
            assertThat(told).doesNotContainKey("COVENANT_MAIL_SECURITY");
        }
        assertThat(Repository.settings("notification-service").getProperty("covenant.mail.security"))
                .isEqualTo("STARTTLS");
        overlay.ofKind("ServiceMonitor").forEach(monitor -> {
            assertThat(monitor.at("/spec/endpoints/0/scheme").asText()).isEqualTo("https");
            assertThat(monitor.at("/spec/endpoints/0/tlsConfig/insecureSkipVerify")
                            .asBoolean())
                    .isFalse();
        });
        overlay.ofKind("Cluster").forEach(cluster -> {
            assertThat(cluster.at("/spec/postgresql/pg_hba").toString()).contains("hostnossl all all all reject");
            assertThat(cluster.at("/spec/monitoring/tls/enabled").asBoolean()).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyImageIsNamedInOnePlaceWithAVersion(Overlay overlay) {
        JsonNode images = Repository.yaml(Repository.text(
                        Repository.path("deploy/kubernetes/overlays/" + overlay.name() + "/kustomization.yaml")))
                .getFirst()
                .path("images");
        Set<String> named = new HashSet<>();
        images.forEach(image ->
                named.add(image.path("newName").asText(image.path("name").asText())
                        + (image.has("digest")
                                ? "@" + image.path("digest").asText()
                                : ":" + image.path("newTag").asText())));
        Set<String> used = overlay.workloads().stream()
                .map(workload -> Overlay.container(workload).path("image").asText())
                .collect(Collectors.toSet());

        assertThat(used).isEqualTo(named).noneMatch(image -> image.endsWith(":latest"));
        assertThat(overlay.ofKind("ImageCatalog")).hasSize(1);
        overlay.ofKind("Cluster").forEach(cluster -> {
            assertThat(cluster.at("/spec/imageCatalogRef/kind").asText()).isEqualTo("ImageCatalog");
            assertThat(cluster.at("/spec/imageName").isMissingNode()).isTrue();
        });
    }

    @ParameterizedTest
    @MethodSource("overlays")
    @Tag("R-4.2.1-1")
    void everythingThatStoresOrProcessesDataStaysInTheRegion(Overlay overlay) {
        String region = overlay.one("ConfigMap", "covenant")
                .at("/data/COVENANT_RESIDENCY_REGION")
                .asText();
        assertThat(region).matches("cn-.+");
        Stream.of(
                        overlay.workloads().stream().map(workload -> workload.at("/spec/template/spec/affinity")),
                        overlay.ofKind("Cluster").stream().map(cluster -> cluster.at("/spec/affinity")),
                        overlay.ofKind("KafkaNodePool").stream().map(pool -> pool.at("/spec/template/pod/affinity")),
                        overlay.ofKind("Kafka").stream()
                                .map(kafka -> kafka.at("/spec/entityOperator/template/pod/affinity")))
                .flatMap(affinities -> affinities)
                .forEach(affinity -> {
                    JsonNode where = affinity.at(
                            "/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchExpressions/0");
                    assertThat(where.path("key").asText()).isEqualTo("topology.kubernetes.io/region");
                    assertThat(where.path("operator").asText()).isEqualTo("In");
                    assertThat(where.path("values"))
                            .extracting(JsonNode::asText)
                            .containsExactly(region);
                });
        overlay.ofKind("ObjectStore")
                .forEach(store -> assertThat(
                                store.at("/spec/configuration/endpointURL").asText())
                        .startsWith("https://")
                        .contains(region));
    }

    @ParameterizedTest
    @MethodSource("overlays")
    @Tag("R-5.2-8")
    void noBackupIsOlderThanTheServicesDeclare(Overlay overlay) {
        Matcher declared = Pattern.compile("\"(P\\d+D)\"")
                .matcher(Repository.text(
                        Repository.path("consent-service/src/main/java/covenant/consent/holder/CovenantHolders.java")));
        assertThat(declared.find()).isTrue();
        int days = Period.parse(declared.group(1)).getDays();
        for (ObjectNode store : overlay.ofKind("ObjectStore")) {
            int window =
                    Integer.parseInt(store.at("/spec/retentionPolicy").asText().replace("d", ""));
            ObjectNode schedule = overlay.one("ScheduledBackup", Overlay.nameOf(store));
            assertThat(schedule.at("/spec/schedule").asText())
                    .as("a backup each day")
                    .matches("0 \\d+ \\d+ \\* \\* \\*");
            assertThat(window + 1)
                    .as("the window keeps the backup before its beginning too")
                    .isLessThan(days)
                    .isGreaterThan(7);
            assertThat(overlay.one("Cluster", Overlay.nameOf(store))
                            .at("/spec/plugins/0/parameters/barmanObjectName")
                            .asText())
                    .isEqualTo(Overlay.nameOf(store));
        }
        assertThat(overlay.ofKind("ObjectStore")).hasSize(overlay.name().equals("production") ? 5 : 0);
        assertThat(overlay.ofKind("Cluster")).hasSize(5);
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everySecretIsMadeByAnOperatorOrComesFromTheCompanysStore(Overlay overlay) {
        Set<String> made = new HashSet<>();
        overlay.ofKind("Certificate")
                .forEach(c -> made.add(c.at("/spec/secretName").asText()));
        overlay.ofKind("KafkaUser").forEach(user -> made.add(Overlay.nameOf(user)));
        overlay.ofKind("Kafka").forEach(kafka -> made.add(Overlay.nameOf(kafka) + "-cluster-ca-cert"));
        overlay.ofKind("ExternalSecret")
                .forEach(secret -> made.add(secret.at("/spec/target/name").asText()));
        overlay.ofKind("Cluster")
                .forEach(cluster ->
                        List.of("-app", "-ca").forEach(suffix -> made.add(Overlay.nameOf(cluster) + suffix)));
        // README.md: what an operator puts there before the first use.
        made.addAll(overlay.name().equals("sandbox") ? List.of("sandbox-token", "mail", "oidc") : List.of("vault-ca"));
        Set<String> used = new TreeSet<>();
        for (ObjectNode workload : overlay.workloads()) {
            Overlay.container(workload)
                    .path("env")
                    .findValues("secretKeyRef")
                    .forEach(reference -> used.add(reference.path("name").asText()));
            used.addAll(workload.findValuesAsText("secretName"));
        }
        assertThat(made).containsAll(used);
        assertThat(overlay.ofKind("Secret")).isEmpty();
    }
}
