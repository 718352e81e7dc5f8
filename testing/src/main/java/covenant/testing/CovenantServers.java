package covenant.testing;

import covenant.embedded.identity.TokenMint;
import covenant.embedded.smtp.SmtpSink;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@code @QuarkusTest} its database, Kafka and token key: {@code @QuarkusTestResource(CovenantServers.class)}. The service's name
 * comes from init argument {@code service}, else from {@code quarkus.application.name}, else from the module's directory; argument
 * {@code smtp=true} adds a mail sink (see {@link Mails}). The application may restart between test classes; the servers and their data stay.
 */
public final class CovenantServers implements QuarkusTestResourceLifecycleManager {

    private Map<String, String> arguments = Map.of();
    private @Nullable SmtpSink smtp;

    @Override
    public void init(Map<String, String> initArgs) {
        arguments = Map.copyOf(initArgs);
    }

    @Override
    public Map<String, String> start() {
        String service = databaseName(arguments.getOrDefault("service", applicationName()));
        SharedServers.Login login = SharedServers.database(service);
        SharedServers.Login owner = SharedServers.databaseOwner(service);
        Path keys = SharedServers.directory().resolve("keys");
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.datasource.jdbc.url", login.jdbcUrl());
        config.put("quarkus.datasource.username", login.username());
        config.put("quarkus.datasource.password", login.password());
        if (!owner.equals(login)) {
            config.put("quarkus.flyway.username", owner.username());
            config.put("quarkus.flyway.password", owner.password());
        }
        config.put("kafka.bootstrap.servers", SharedServers.bootstrapServers());
        config.put("quarkus.oidc.public-key", SharedServers.keys().tokenPublicKey());
        config.put("quarkus.oidc.token.issuer", TokenMint.ISSUER);
        config.put("quarkus.oidc.token.audience", TokenMint.AUDIENCE);
        config.put("quarkus.http.test-port", "0");
        config.put("covenant.sandbox", "true");
        config.put("covenant.keys.directory", keys.resolve(service).toString());
        config.put("covenant.keys.shared", keys.resolve("shared").toString());
        config.put("covenant.residency.region", "cn-east-1");
        config.put("covenant.retention.aml.applies", "true");
        if (Boolean.parseBoolean(arguments.get("smtp"))) {
            config.putAll(mailServer());
        }
        return config;
    }

    private Map<String, String> mailServer() {
        smtp = SmtpSink.start(0, Mails.directory());
        return Map.of(
                "covenant.mail.host", "127.0.0.1",
                "covenant.mail.port", Integer.toString(smtp.port()),
                "covenant.mail.security", "NONE");
    }

    @Override
    public void stop() {
        if (smtp != null) {
            smtp.close();
        }
    }

    /** {@code consent-service} has database {@code consent}, {@code data-subject-request-service} has {@code data_subject_request}. */
    static String databaseName(String application) {
        return application
                .replaceFirst("^covenant-", "")
                .replaceFirst("-service$", "")
                .replace('-', '_');
    }

    private static String applicationName() {
        try (InputStream in =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("application.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty(
                    "quarkus.application.name",
                    Path.of(System.getProperty("basedir", ""))
                            .toAbsolutePath()
                            .getFileName()
                            .toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read application.properties", e);
        }
    }
}
