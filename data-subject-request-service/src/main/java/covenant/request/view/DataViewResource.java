package covenant.request.view;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.platform.holder.Holder;
import covenant.platform.holder.HolderOrder;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.export.RetentionWords;
import covenant.request.facts.PolicyFacts;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** A logged-in person looks at her account and service data (policy 5.1.1, R-5.1.1-1). */
@Path("/v1/subjects/{id}/data")
class DataViewResource {
    private final DataViews views;
    private final DataViewReader reader;
    private final Catalogue catalogue;
    private final PolicyFacts policies;
    private final Caller caller;

    DataViewResource(DataViews views, DataViewReader reader, Catalogue catalogue, PolicyFacts policies, Caller caller) {
        this.views = views;
        this.reader = reader;
        this.catalogue = catalogue;
        this.policies = policies;
        this.caller = caller;
    }

    record OpenedView(UUID viewId, Instant requestedAt, Instant expiresAt, List<String> holders) {}

    @POST
    @RolesAllowed({Roles.SUBJECT, Roles.BACKEND})
    @Idempotent
    @Operation(
            summary =
                    "Ask the systems that hold account and service data for it; answered at once, filled as they deliver")
    public Response open(@PathParam("id") String subjectId) {
        caller.requireOwn(Subjects.requireSubjectId(subjectId));
        DataViewStore.View view = views.open(subjectId);
        List<String> asked = views.ordersOf(view).stream()
                .map(HolderOrder::holderId)
                .distinct()
                .toList();
        return Response.accepted(new OpenedView(view.id(), view.requestedAt(), view.expiresAt(), asked))
                .build();
    }

    @GET
    @RolesAllowed({Roles.SUBJECT, Roles.BACKEND})
    @Transactional
    @Operation(summary = "Account and service data: masked; in clear for the person herself after a second factor")
    public DataView show(@PathParam("id") String subjectId) {
        caller.requireOwn(Subjects.requireSubjectId(subjectId));
        boolean clear = caller.isSubjectOnly() && caller.hasSecondFactor();
        Optional<DataViewStore.View> view = views.live(subjectId);
        List<Category> shown = views.shown();
        DataViewReader.Read read = view.map(v -> reader.read(v, shown, clear))
                .orElseGet(() -> new DataViewReader.Read(Map.of(), Set.of()));
        if (view.isPresent() && !read.items().isEmpty()) {
            views.audit(
                    view.get(),
                    caller.id(),
                    read.items().keySet().stream().sorted().toList(),
                    clear);
        }
        List<HolderOrder> orders = view.map(views::ordersOf).orElse(List.of());
        List<DataViews.Source> sources = views.sources();
        return new DataView(
                subjectId,
                view.map(DataViewStore.View::id).orElse(null),
                view.map(DataViewStore.View::requestedAt).orElse(null),
                view.map(DataViewStore.View::expiresAt).orElse(null),
                !clear,
                view.isPresent() && orders.stream().noneMatch(o -> o.status().isOpen()),
                shown.stream()
                        .map(c -> field(subjectId, c, sources, orders, read))
                        .toList());
    }

    private DataView.Field field(
            String subjectId,
            Category c,
            List<DataViews.Source> sources,
            List<HolderOrder> orders,
            DataViewReader.Read read) {
        List<JsonNode> items = read.items().getOrDefault(c.name(), List.of());
        return new DataView.Field(
                c.name(),
                c.label().zh(),
                c.label().en(),
                c.purposes().stream()
                        .map(code -> catalogue
                                .purpose(code)
                                .map(p -> p.label().zh() + " " + code)
                                .orElse(code))
                        .toList(),
                RetentionWords.of(c.retention()),
                !c.correctionRestricted(),
                c.identityField() ? "DOCUMENT" : "NONE",
                c.correctionRestricted() ? c.restriction() : null,
                c.selfDeletable() && !c.selfDeletionRestricted() && policies.maySelfDelete(subjectId, c.name()),
                sources.stream()
                        .filter(source -> source.categories().contains(c.name()))
                        .map(source -> link(source.holder(), c.name(), orders))
                        .toList(),
                items,
                read.truncated().contains(c.name()));
    }

    private static DataView.HolderLink link(Holder holder, String category, List<HolderOrder> orders) {
        return new DataView.HolderLink(
                holder.id(),
                holder.name(),
                holder.url(),
                orders.stream()
                        .filter(order -> order.holderId().equals(holder.id())
                                && order.categories().contains(category))
                        .map(order -> order.status().name())
                        .findFirst()
                        .orElse("NOT_ASKED"));
    }
}
