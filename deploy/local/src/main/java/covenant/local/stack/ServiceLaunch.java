package covenant.local.stack;

import covenant.embedded.identity.LocalKeys;
import covenant.embedded.identity.TokenMint;
import covenant.embedded.process.ChildProcess;
import covenant.embedded.process.JavaCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a service is started: its command line and its environment, which is all it is told. */
final class ServiceLaunch {

    private final Installation installation;
    private final DataDirectory data;
    private final StackPorts ports;
    private final LocalKeys keys;
    private final Selection selection;

    ServiceLaunch(
            Installation installation, DataDirectory data, StackPorts ports, LocalKeys keys, Selection selection) {
        this.installation = installation;
        this.data = data;
        this.ports = ports;
        this.keys = keys;
        this.selection = selection;
    }

    ChildProcess.Spec of(Replica replica) {
        return new ChildProcess.Spec(
                replica.name(),
                command(replica.service()),
                environment(replica),
                data.root(),
                data.log(replica.name()),
                "TERM");
    }

    private List<String> command(Service service) {
        List<String> command = new ArrayList<>();
        command.add(JavaCommand.executable());
        command.addAll(selection
                .javaOptions()
                .orElse(List.of(
                        "-Xmx192m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED")));
        command.addAll(List.of("-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-Dfile.encoding=UTF-8"));
        command.addAll(List.of("-jar", installation.jar(service).toString()));
        return command;
    }

    private Map<String, String> environment(Replica replica) {
        Service service = replica.service();
        Map<String, String> environment = new TreeMap<>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(replica)));
        environment.put(
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:" + selection.postgres(ports) + "/" + service.database());
        environment.put("QUARKUS_DATASOURCE_USERNAME", service.database());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", keys.password(service.database()));
        if (service == Service.AUDIT) {
            environment.put("QUARKUS_FLYWAY_USERNAME", Databases.AUDIT_OWNER);
            environment.put("QUARKUS_FLYWAY_PASSWORD", keys.password(Databases.AUDIT_OWNER));
            environment.put("COVENANT_AUDIT_WITNESS_URL", "http://127.0.0.1:" + ports.witness());
            environment.put("COVENANT_AUDIT_WITNESS_REQUIRED", "false");
        }
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + selection.kafka(ports));
        environment.put("COVENANT_SANDBOX", "true");
        environment.put(
                "COVENANT_KEYS_DIRECTORY", data.keys().resolve(service.module()).toString());
        environment.put("COVENANT_KEYS_SHARED", data.keys().resolve("shared").toString());
        environment.put("QUARKUS_OIDC_PUBLIC_KEY", keys.tokenPublicKey());
        environment.put("QUARKUS_OIDC_TOKEN_ISSUER", TokenMint.ISSUER);
        environment.put("QUARKUS_OIDC_TOKEN_AUDIENCE", TokenMint.AUDIENCE);
        environment.put("COVENANT_REQUEST_ASSERTION_PUBLIC_KEY", keys.loginPublicKey());
        environment.put("COVENANT_REQUEST_ASSERTION_ISSUER", TokenMint.LOGIN);
        environment.put("COVENANT_REQUEST_ASSERTION_AUDIENCE", TokenMint.ASSERTION_AUDIENCE);
        // A sandbox says what a partner is not allowed yet (awaitingApproval), and lets it be tried all the same.
        environment.put("COVENANT_SHARING_CEILING_ENFORCED", "false");
        environment.put("COVENANT_RESIDENCY_REGION", "cn-east-1");
        environment.put("COVENANT_RETENTION_AML_APPLIES", "true");
        environment.put("COVENANT_MAIL_HOST", "127.0.0.1");
        environment.put("COVENANT_MAIL_PORT", Integer.toString(ports.smtp()));
        environment.put("COVENANT_MAIL_SECURITY", "NONE");
        for (Service other : Service.values()) {
            environment.put(other.urlVariable(), "http://127.0.0.1:" + ports.of(other));
        }
        return environment;
    }
}
