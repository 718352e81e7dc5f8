package covenant.platform.idempotency;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The first answer to a key, as it is given again. */
record StoredAnswer(
        byte[] requestHash,
        int status,
        @Nullable String mediaType,
        @Nullable String location,
        @Nullable String body) {

    Response response() {
        Response.ResponseBuilder response = Response.status(status).header("Idempotency-Replayed", "true");
        if (body != null) {
            response.entity(body).type(mediaType == null ? "application/json" : mediaType);
        }
        if (location != null) {
            response.location(URI.create(location));
        }
        return response.build();
    }
}
