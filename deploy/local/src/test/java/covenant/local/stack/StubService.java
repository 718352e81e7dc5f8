package covenant.local.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Stands in for a service where only the stack is tested: says that it is ready, and is a process of its own. */
public final class StubService {

    private StubService() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        System.out.println("database " + System.getenv("QUARKUS_DATASOURCE_JDBC_URL"));
    }

    /** A repository in which every service is this one. */
    static Installation installation(Path home) {
        for (Service service : Service.values()) {
            Path jar = home.resolve(service.module()).resolve("target/quarkus-app/quarkus-run.jar");
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StubService.class.getName());
            try {
                Files.createDirectories(jar.getParent());
                try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
                    String name = StubService.class.getName().replace('.', '/') + ".class";
                    out.putNextEntry(new JarEntry(name));
                    out.write(StubService.class.getResourceAsStream("/" + name).readAllBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return new Installation(home);
    }
}
