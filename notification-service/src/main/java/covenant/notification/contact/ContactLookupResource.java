package covenant.notification.contact;

import covenant.platform.idempotency.AnswersAfresh;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who gave this address? By keyed hash, and by POST: an address in a URL would end in logs. Reads only. */
@Path("/v1/contact-points/look-up")
class ContactLookupResource {
    private final Contacts contacts;

    ContactLookupResource(Contacts contacts) {
        this.contacts = contacts;
    }

    record LookUpRequest(
            @Nullable @Size(min = 3, max = 254) String email,
            @Nullable @Size(min = 3, max = 32) String phone) {
        @Override
        public String toString() {
            return "LookUpRequest[redacted]";
        }
    }

    @POST
    @AnswersAfresh
    @RolesAllowed(Roles.BACKEND)
    @Operation(summary = "The persons who gave this e-mail address or telephone number, however it was typed")
    public Map<String, List<String>> lookUp(@NotNull @Valid LookUpRequest request) {
        if ((request.email() == null) == (request.phone() == null)) {
            throw Refusal.invalid("email", "give either email or phone").asException();
        }
        return Map.of("subjectIds", contacts.lookUp(request.email(), request.phone()));
    }
}
