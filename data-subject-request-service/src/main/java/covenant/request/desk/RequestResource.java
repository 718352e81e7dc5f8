package covenant.request.desk;

import covenant.contracts.DsrEvent.CancellationCause;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.Subjects;
import covenant.request.flow.Flow;
import covenant.request.request.Request;
import covenant.request.request.RequestCommand;
import covenant.request.request.RequestDetails;
import covenant.request.request.RequestStore;
import covenant.request.request.Requests;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Requests of data subjects (policy chapter 5). */
@Path("/v1/requests")
class RequestResource {
    private static final Set<String> STATUSES = Set.of(
            "RECEIVED",
            "IDENTITY_PENDING",
            "VERIFIED",
            "IN_REVIEW",
            "ACCEPTED",
            "EXECUTING",
            "COMPLETED",
            "REFUSED",
            "CLOSED_UNVERIFIED",
            "CANCELLED");

    private final Filing filing;
    private final Requests requests;
    private final RequestStore store;
    private final RequestViews views;
    private final HolderOrders orders;
    private final Flow flow;
    private final Caller caller;

    RequestResource(
            Filing filing,
            Requests requests,
            RequestStore store,
            RequestViews views,
            HolderOrders orders,
            Flow flow,
            Caller caller) {
        this.filing = filing;
        this.requests = requests;
        this.store = store;
        this.views = views;
        this.orders = orders;
        this.flow = flow;
        this.caller = caller;
    }

    record FiledView(UUID id, String status, Instant receivedAt) {}

    @POST
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR})
    @Idempotent
    @Operation(summary = "File a request; the answer is the same whether or not the person is known")
    public Response file(@NotNull @Valid NewRequestBody body) {
        Request filed = filing.file(body);
        return Response.created(URI.create("/v1/requests/" + filed.id()))
                .entity(new FiledView(filed.id(), filed.state().status(), filed.receivedAt()))
                .build();
    }

    @GET
    @Path("/{id}")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.DPO})
    @Transactional
    @Operation(summary = "One request with its orders, timeline and answer")
    public RequestView one(@PathParam("id") UUID id) {
        RequestDetails details = store.details(id).orElseThrow(Requests::unknown);
        requireOwn(details.request());
        return views.full(details);
    }

    @GET
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT, Roles.PRIVACY_OPERATOR, Roles.COMPLIANCE_AUDITOR, Roles.DPO})
    @Transactional
    @Operation(summary = "Requests, newest first; a data subject sees her own")
    public Page<RequestView> list(
            @QueryParam("subjectId") @Nullable String subjectId,
            @QueryParam("status") @Nullable String status,
            @QueryParam("type") @Nullable String type,
            @QueryParam("dueBefore") @Nullable String dueBefore,
            @QueryParam("overdue") @Nullable String overdue,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        String subject = subjectId == null && caller.isSubjectOnly() ? caller.id() : subjectId;
        if (subject != null) {
            caller.requireOwn(Subjects.requireSubjectId(subject));
        }
        RequestStore.Filter filter = new RequestStore.Filter(
                subject,
                one("status", status, STATUSES),
                one(
                        "type",
                        type,
                        Arrays.stream(RequestType.values()).map(Enum::name).collect(Collectors.toSet())),
                instant(dueBefore),
                overdue == null ? null : Boolean.valueOf(one("overdue", overdue, Set.of("true", "false"))));
        Page<RequestDetails> page = store.list(filter, PageRequest.of(limit, cursor));
        Map<UUID, List<HolderOrder>> ordersOf =
                orders.ofOwners(page.items().stream().map(d -> d.request().id()).toList());
        return page.map(d -> views.line(d, ordersOf));
    }

    @POST
    @Path("/{id}/cancellation")
    @RolesAllowed({Roles.BACKEND, Roles.SUBJECT})
    @Idempotent
    @Operation(summary = "Take a request back until it cannot be undone; of a restriction, lift it")
    public Response cancel(@PathParam("id") UUID id) {
        Request request = requests.lock(id);
        requireOwn(request);
        Request cancelled =
                requests.apply(request, new RequestCommand.Cancel(CancellationCause.WITHDRAWN_BY_REQUESTER));
        flow.cancelled(request, cancelled);
        return Response.ok(new FiledView(id, cancelled.state().status(), cancelled.receivedAt()))
                .build();
    }

    /** A person who asks about another's request learns nothing of it. */
    private void requireOwn(Request request) {
        if (caller.isSubjectOnly() && !caller.id().equals(request.subjectId())) {
            throw Requests.unknown();
        }
    }

    private static @Nullable String one(String field, @Nullable String value, Set<String> allowed) {
        if (value != null && !allowed.contains(value)) {
            throw Refusal.invalid(
                            field, "must be one of " + allowed.stream().sorted().toList())
                    .asException();
        }
        return value;
    }

    private static @Nullable Instant instant(@Nullable String value) {
        try {
            return value == null ? null : Instant.parse(value);
        } catch (DateTimeException e) {
            throw Refusal.invalid("dueBefore", "must be an RFC 3339 instant in UTC")
                    .asException();
        }
    }
}
