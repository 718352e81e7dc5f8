package covenant.platform.web;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * No upgrade from plain HTTP/1.1 to HTTP/2: a client that offers it, as Java's own does, is answered in HTTP/1.1. The server would upgrade a call
 * whose body is under way, and fail it. Over TLS the protocol is agreed on beforehand, and HTTP/2 is there.
 */
@ApplicationScoped
class NoClearTextUpgrade implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setHttp2ClearTextEnabled(false);
    }
}
