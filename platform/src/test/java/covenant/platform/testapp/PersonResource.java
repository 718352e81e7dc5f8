package covenant.platform.testapp;

import covenant.platform.crypto.FieldCipher;
import covenant.platform.masking.MaskingRule;
import covenant.platform.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Something personal, stored as every service stores it. */
@Path("/v1/people/{id}")
@RolesAllowed(Roles.BACKEND)
public class PersonResource {
    public record PersonRequest(@NotBlank String name) {}

    private static final String FIELD = "person.name";

    private final Jdbi jdbi;
    private final FieldCipher cipher;

    PersonResource(Jdbi jdbi, FieldCipher cipher) {
        this.jdbi = jdbi;
        this.cipher = cipher;
    }

    @PUT
    @Transactional
    public void put(@PathParam("id") String id, @NotNull PersonRequest request) {
        byte[] name = cipher.encrypt(id, FIELD, request.name());
        jdbi.useHandle(handle -> handle.execute("insert into person (subject_id, name) values (?, ?)", id, name));
    }

    @GET
    public Map<String, String> get(@PathParam("id") String id) {
        byte[] stored = jdbi.withHandle(handle -> handle.createQuery("select name from person where subject_id = :id")
                .bind("id", id)
                .mapTo(byte[].class)
                .one());
        return Map.of(
                "name",
                cipher.decrypt(id, FIELD, stored)
                        .text()
                        .map(MaskingRule.NAME::mask)
                        .orElse("erased"));
    }
}
