package covenant.platform.holder;

import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Gives a holder the secret with which this service signs its webhooks; each service has its own. */
@Path("/v1/webhook-secret")
@RolesAllowed(Roles.HOLDER)
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class WebhookSecretResource {
    private final WebhookSecrets secrets;
    private final Caller caller;

    WebhookSecretResource(WebhookSecrets secrets, Caller caller) {
        this.secrets = secrets;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The holder's current webhook secret (Standard Webhooks, whsec_…)")
    public Response secret() {
        String holder = caller.requireHolder();
        return Response.ok(Map.of(
                        "holder",
                        holder,
                        "secret",
                        secrets.of(holder).getFirst().reveal()))
                .header("Cache-Control", "no-store")
                .build();
    }
}
