package covenant.notification.contact;

import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A person's contact points. After the person's erasure: 410 {@code GONE} to reads, 409 to writes. */
@Path("/v1/subjects/{subjectId}/contact-points")
class ContactPointsResource {
    private final Contacts contacts;
    private final Caller caller;

    ContactPointsResource(Contacts contacts, Caller caller) {
        this.contacts = contacts;
        this.caller = caller;
    }

    @PUT
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Transactional
    @Operation(summary = "Set all contact points of a person; what is left out is removed")
    public ContactPointsView put(
            @PathParam("subjectId") String subjectId, @NotNull @Valid ContactPointsRequest request) {
        return ContactPointsView.of(contacts.put(own(subjectId), request));
    }

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Operation(summary = "Contact points of a person, masked")
    public ContactPointsView get(@PathParam("subjectId") String subjectId) {
        String id = own(subjectId);
        return contacts.open(id).map(ContactPointsView::of).orElseThrow(() -> absent(id));
    }

    @DELETE
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Transactional
    @Operation(summary = "Delete all contact points of a person; nothing happens if there are none")
    public void delete(@PathParam("subjectId") String subjectId) {
        contacts.delete(own(subjectId));
    }

    private String own(String subjectId) {
        String id = Subjects.requireSubjectId(subjectId);
        caller.requireOwn(id);
        return id;
    }

    private RefusedException absent(String subjectId) {
        return contacts.isErased(subjectId)
                ? new RefusedException(ProblemCode.GONE, "The data subject was erased.")
                : new RefusedException(ProblemCode.NOT_FOUND, "No contact points are on file.");
    }
}
