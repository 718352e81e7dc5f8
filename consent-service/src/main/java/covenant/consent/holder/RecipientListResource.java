package covenant.consent.holder;

import covenant.consent.policy.Policies;
import covenant.consent.policy.PolicyContent.PolicyRecipient;
import covenant.consent.policy.PolicyVersion;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Who gets data, per policy version: what the version declares, and who was registered while it was in force (R-3.1.3-2). */
@Path("/v1/policies/{version}/recipients")
class RecipientListResource {
    private final Policies policies;
    private final HolderStore holders;
    private final CovenantClock clock;

    RecipientListResource(Policies policies, HolderStore holders, CovenantClock clock) {
        this.policies = policies;
        this.holders = holders;
        this.clock = clock;
    }

    /**
     * One recipient in the list form of 网络数据安全管理条例 art. 21.
     *
     * @param method how the data goes there; absent for who is only declared
     * @param declared the text of the policy version names it
     */
    record RecipientView(
            String id,
            String name,
            @Nullable String contact,
            String kind,
            @Nullable String subKind,
            boolean main,
            List<String> purposes,
            List<String> categories,
            @Nullable String method,
            @Nullable String country,
            @Nullable String status,
            boolean declared) {

        static RecipientView of(PolicyRecipient r) {
            return new RecipientView(
                    r.id(),
                    r.id(),
                    null,
                    r.kind(),
                    null,
                    r.main(),
                    r.purposes(),
                    r.categories(),
                    null,
                    null,
                    null,
                    true);
        }

        static RecipientView of(Holder h, boolean declared) {
            var e = h.entry();
            return new RecipientView(
                    e.holderId(),
                    e.name(),
                    h.contact(),
                    e.kind().name(),
                    e.subKind(),
                    e.main(),
                    e.purposes(),
                    e.categories(),
                    e.transport().name(),
                    e.country(),
                    e.status().name(),
                    declared);
        }
    }

    @GET
    @PermitAll
    @Operation(summary = "Who gets data under this policy version: name, contact, purposes, categories, method")
    public Page<RecipientView> list(
            @PathParam("version") String version,
            @QueryParam("limit") @Nullable Integer limit,
            @QueryParam("cursor") @Nullable String cursor) {
        PolicyVersion v = policies.published(version)
                .orElseThrow(() -> new RefusedException(ProblemCode.NOT_FOUND, "There is no such version."));
        TreeMap<String, RecipientView> all = new TreeMap<>();
        v.content().recipients().forEach(r -> all.put(r.id(), RecipientView.of(r)));
        Instant from = v.effectiveAt() == null ? clock.now() : v.effectiveAt();
        Instant to = policies.retirement(v).orElse(clock.now());
        holders.recipientsBetween(from, to.isBefore(from) ? from : to)
                .forEach(h ->
                        all.compute(h.entry().holderId(), (id, declared) -> RecipientView.of(h, declared != null)));
        PageRequest page = PageRequest.of(limit, cursor);
        String after = page.after(1).map(List::getFirst).orElse("");
        return Page.of(
                all.tailMap(after, false).values().stream()
                        .limit(page.rowsToRead())
                        .toList(),
                page,
                r -> List.of(r.id()));
    }
}
