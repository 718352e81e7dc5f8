package covenant.platform.holder;

import covenant.platform.idempotency.Idempotent;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.Refusal;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.platform.web.BodyLimit;
import io.quarkus.arc.properties.IfBuildProperty;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.inject.Instance;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** A data holder's own orders by REST: instead of Kafka, and the way for personal values. */
@Path("/v1/orders")
@RolesAllowed(Roles.HOLDER)
@IfBuildProperty(name = "covenant.orders.enabled", stringValue = "true")
class OrderResource {
    private static final long RESULT_BYTES = 16L * 1024 * 1024;
    private static final long DATA_BYTES = 2L * 1024 * 1024 * 1024;

    private final HolderOrders orders;
    private final OrderHandIn handIn;
    private final Instance<OrderDetails> details;
    private final Caller caller;

    OrderResource(HolderOrders orders, OrderHandIn handIn, Instance<OrderDetails> details, Caller caller) {
        this.orders = orders;
        this.handIn = handIn;
        this.details = details;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The holder's own orders, oldest first")
    public Page<OrderView> list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        return orders.ofHolder(caller.requireHolder(), status(status), PageRequest.of(limit, cursor))
                .map(order -> OrderView.of(order, null));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One order; with the values to be written, for a correction")
    public OrderView get(@PathParam("id") UUID id) {
        HolderOrder order = handIn.own(id, caller.requireHolder());
        List<OrderCorrection> corrections = order.kind() == OrderKind.CORRECTION && details.isResolvable()
                ? details.get().corrections(order)
                : null;
        return OrderView.of(order, corrections);
    }

    @POST
    @Path("/{id}/result")
    @Idempotent
    @BodyLimit(RESULT_BYTES)
    @Operation(summary = "What the holder did, or why not; a repetition gets the first answer, another result 409")
    public Response result(@PathParam("id") UUID id, @NotNull @Valid OrderResultRequest result) {
        HolderOrder order = handIn.result(id, caller.requireHolder(), result);
        return Response.ok(OrderView.of(order, null)).build();
    }

    @PUT
    @Path("/{id}/data")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
    @BodyLimit(DATA_BYTES)
    @Operation(
            summary = "The data of an access order as a stream of any size: {category: [...]}; completes the order",
            description = "A repetition gets the first answer; other data than was taken is 409 and changes nothing.")
    public OrderView data(@PathParam("id") UUID id, InputStream body) throws IOException {
        return OrderView.of(handIn.stream(id, caller.requireHolder(), body), null);
    }

    private static @Nullable OrderStatus status(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        return Arrays.stream(OrderStatus.values())
                .filter(status -> status.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.invalid("status", "is not the status of an order")
                        .asException());
    }
}
