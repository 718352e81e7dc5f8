package covenant.request.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.security.Caller;
import covenant.platform.security.Roles;
import covenant.request.decision.RefusalStore;
import covenant.request.export.Packages;
import covenant.request.facts.Disclosure;
import covenant.request.facts.ExceptionUse;
import covenant.request.facts.FactStore;
import covenant.request.fee.Fees;
import covenant.request.request.Proof;
import covenant.request.request.Request;
import covenant.request.request.RequestDetails;
import covenant.request.request.SealedFields;
import covenant.request.request.Timeline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows requests, each caller what concerns her. Before verification there is nothing personal to show (R-5.2.1-2). */
@ApplicationScoped
class RequestViews {
    private final HolderOrders orders;
    private final Timeline timeline;
    private final RefusalStore refusals;
    private final Packages packages;
    private final Fees fees;
    private final FactStore facts;
    private final FieldCipher cipher;
    private final Caller caller;
    private final ObjectMapper json;

    RequestViews(
            HolderOrders orders,
            Timeline timeline,
            RefusalStore refusals,
            Packages packages,
            Fees fees,
            FactStore facts,
            FieldCipher cipher,
            Caller caller,
            ObjectMapper json) {
        this.orders = orders;
        this.timeline = timeline;
        this.refusals = refusals;
        this.packages = packages;
        this.fees = fees;
        this.facts = facts;
        this.cipher = cipher;
        this.caller = caller;
        this.json = json;
    }

    /** One request, whole. */
    RequestView full(RequestDetails d) {
        UUID id = d.request().id();
        return view(d, orders.ofOwner(id), timeline.of(id), answer(d, true), personal(d));
    }

    /** One of many: without timeline and without anything decrypted. */
    RequestView line(RequestDetails d, Map<UUID, List<HolderOrder>> ordersOf) {
        return view(d, ordersOf.getOrDefault(d.request().id(), List.of()), null, answer(d, false), null);
    }

    private static RequestView view(
            RequestDetails d,
            List<HolderOrder> orders,
            @Nullable List<Timeline.Entry> timeline,
            RequestView.@Nullable Answer answer,
            RequestView.@Nullable Personal personal) {
        Request r = d.request();
        Proof proof = r.state().proof().orElse(null);
        return new RequestView(
                r.id(),
                r.subjectId(),
                r.type().name(),
                r.state().status(),
                r.categories(),
                r.claimedTrigger() == null ? null : r.claimedTrigger().name(),
                r.requester().name(),
                r.channel(),
                r.handler(),
                r.accountId(),
                r.appealOf(),
                r.receivedAt(),
                proof == null ? null : proof.verifiedAt(),
                proof == null ? null : proof.method().name(),
                proof == null ? null : proof.replyDue(),
                d.targetDue(),
                new RequestView.Identity(d.identityExpiresAt(), d.identityCheckDue()),
                r.overdue(),
                orders.stream().map(RequestView.OrderLine::of).toList(),
                timeline,
                answer,
                personal);
    }

    private RequestView.@Nullable Answer answer(RequestDetails d, boolean whole) {
        if (d.request().state().proof().isEmpty()) {
            return null;
        }
        return new RequestView.Answer(
                d.outcome(),
                d.answeredAt(),
                d.closedAt(),
                d.trigger(),
                d.automatic(),
                whole ? refused(d.request()) : List.of(),
                d.missingHolders(),
                d.restrictedCategories(),
                tree(d.result()),
                tree(d.checks()),
                whole ? fees.of(d.request().id()).orElse(null) : null,
                whole ? hidden(d.request()) : null,
                whole ? packages.of(d.request().id()).orElse(null) : null);
    }

    /** The person is not told, and not told that there is something; who works on it sees that there is. */
    private RequestView.@Nullable Hidden hidden(Request request) {
        if (!caller.has(Roles.PRIVACY_OPERATOR) && !caller.has(Roles.COMPLIANCE_AUDITOR)) {
            return null;
        }
        return new RequestView.Hidden(
                facts.disclosures(request.subjectId()).stream()
                        .filter(Disclosure::secret)
                        .count(),
                facts.exceptions(request.subjectId()).stream()
                        .filter(ExceptionUse::secret)
                        .count());
    }

    private List<RequestView.Refused> refused(Request request) {
        boolean auditor = caller.has(Roles.COMPLIANCE_AUDITOR);
        return refusals.of(request.id()).stream()
                .filter(row -> auditor || !row.secret())
                .map(row -> new RequestView.Refused(
                        row.ground().name(),
                        row.partial(),
                        row.categories(),
                        row.at(),
                        auditor ? row.secret() : null,
                        caller.isSubjectOnly() ? null : row.decidedBy(),
                        caller.isSubjectOnly() ? null : row.approvedBy(),
                        auditor ? null : open(request, SealedFields.REASON, row.sealedReason())))
                .toList();
    }

    private RequestView.@Nullable Personal personal(RequestDetails d) {
        boolean concerned =
                caller.has(Roles.SUBJECT) || caller.has(Roles.BACKEND) || caller.has(Roles.PRIVACY_OPERATOR);
        if (!concerned || d.request().state().proof().isEmpty()) {
            return null;
        }
        String corrections = open(d.request(), SealedFields.CORRECTIONS, d.sealedCorrections());
        return new RequestView.Personal(
                open(d.request(), SealedFields.LETTER, d.sealedLetter()),
                open(d.request(), SealedFields.CONTENT, d.sealedContent()),
                tree(corrections));
    }

    private @Nullable String open(Request request, String field, byte @Nullable [] sealed) {
        return sealed == null
                ? null
                : cipher.decrypt(request.subjectId(), field, sealed).text().orElse(null);
    }

    private @Nullable JsonNode tree(@Nullable String text) {
        try {
            return text == null ? null : json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stored JSON", e);
        }
    }
}
