package covenant.request.item;

import covenant.contracts.DsrEvent;
import covenant.contracts.DsrEvent.DeletionOrigin;
import covenant.contracts.DsrEvent.DeletionTrigger;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import covenant.platform.problem.RefusedException;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.storage.Ids;
import covenant.platform.time.CovenantClock;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.facts.PolicyFacts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Self-service: the person deletes an item, as a bound card, directly (policy 5.2, R-5.2-1). */
@Path("/v1/subjects/{id}/items/{category}/{itemRef}")
class ItemResource {
    private final Items items;
    private final Catalogue catalogue;
    private final PolicyFacts policies;
    private final Outbox outbox;
    private final Caller caller;
    private final CovenantClock clock;

    ItemResource(
            Items items, Catalogue catalogue, PolicyFacts policies, Outbox outbox, Caller caller, CovenantClock clock) {
        this.items = items;
        this.catalogue = catalogue;
        this.policies = policies;
        this.outbox = outbox;
        this.caller = caller;
        this.clock = clock;
    }

    /** @param stays where the same value stays by law, and until when it does */
    record ItemView(UUID requestId, String status, String category, String itemRef, List<Stays> stays) {}

    record Stays(String category, String reason) {}

    /** @param reason in capitals, as {@code REPAYMENT_PLAN_RUNNING} */
    record CommitmentBody(
            @NotBlank @Pattern(regexp = "[A-Z][A-Z_]{1,59}", message = "must be in capitals")
            String reason) {}

    @DELETE
    @RolesAllowed({Roles.SUBJECT, Roles.BACKEND})
    @Transactional
    @Operation(summary = "Delete one item; the person herself needs a second factor")
    public Response delete(
            @PathParam("id") String subjectId,
            @PathParam("category") String category,
            @PathParam("itemRef") String itemRef) {
        ItemKey key = ItemKey.of(subjectId, category, itemRef);
        caller.requireOwn(subjectId);
        if (caller.isSubjectOnly()) {
            caller.requireMfa();
        }
        Category known = selfDeletable(category);
        requireRight(key);
        items.commitment(key).ifPresent(reason -> {
            throw Refusal.of(ProblemCode.STATE_CONFLICT, "Something still runs on this item; end it first.")
                    .with("reason", reason)
                    .asException();
        });
        UUID id = Ids.next(clock.now());
        Optional<UUID> underWay = items.order(id, key, clock.now());
        if (underWay.isEmpty()) {
            outbox.append(EventDraft.about(
                    subjectId,
                    id.toString(),
                    new DsrEvent.DeletionRequested(
                            id,
                            List.of(category),
                            DeletionTrigger.CONSENT_WITHDRAWN,
                            DeletionOrigin.SELF_SERVICE,
                            itemRef,
                            null,
                            null)));
        }
        return Response.accepted(new ItemView(underWay.orElse(id), "ORDERED", category, itemRef, stays(known)))
                .build();
    }

    @PUT
    @Path("/commitment")
    @RolesAllowed(Roles.BACKEND)
    @Transactional
    @Operation(summary = "Say that something runs on the item, as a repayment plan: it cannot be deleted meanwhile")
    public Response commit(
            @PathParam("id") String subjectId,
            @PathParam("category") String category,
            @PathParam("itemRef") String itemRef,
            @NotNull @Valid CommitmentBody body) {
        selfDeletable(category);
        items.commit(ItemKey.of(subjectId, category, itemRef), body.reason(), clock.now());
        return Response.noContent().build();
    }

    @DELETE
    @Path("/commitment")
    @RolesAllowed(Roles.BACKEND)
    @Transactional
    @Operation(summary = "Say that nothing runs on the item any more")
    public Response release(
            @PathParam("id") String subjectId,
            @PathParam("category") String category,
            @PathParam("itemRef") String itemRef) {
        items.release(ItemKey.of(subjectId, category, itemRef));
        return Response.noContent().build();
    }

    /** A version that takes the right away binds only who accepted it (policy 6.1, R-6.1-2, AC-10). */
    private void requireRight(ItemKey key) {
        if (!policies.maySelfDelete(key.subjectId(), key.category())) {
            throw Refusal.of(
                            ProblemCode.STATE_CONFLICT,
                            "The policy version that this person accepted lets no item of this category be deleted"
                                    + " directly; ask for it by a request of type DELETION (POST /v1/requests).")
                    .with("reason", "SELF_DELETION_NOT_IN_POLICY")
                    .asException();
        }
    }

    private Category selfDeletable(String name) {
        Category category = catalogue
                .category(name)
                .orElseThrow(() -> new RefusedException(ProblemCode.CATEGORY_UNKNOWN, "There is no such category."));
        if (!category.selfDeletable() || category.selfDeletionRestricted()) {
            throw new RefusedException(
                    ProblemCode.FORBIDDEN,
                    "This category is not open to self-deletion; file a request (policy 5.1.3).");
        }
        return category;
    }

    /** A card's number inside transaction records stays as long as the law says (AC-59). */
    private static List<Stays> stays(Category category) {
        return category.retention().stream().anyMatch(rule -> rule.startsWith("AML"))
                ? List.of(new Stays(
                        "financial.transaction",
                        "交易记录中的信息依反洗钱法继续保存 (records of transactions are kept by the Anti-Money-Laundering Law)"))
                : List.of();
    }
}
