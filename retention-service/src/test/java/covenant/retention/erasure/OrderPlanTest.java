package covenant.retention.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.HolderEntry;
import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.holder.Holder;
import covenant.retention.erasure.OrderPlan.Planned;
import covenant.retention.retentioncase.CaseItem;
import covenant.retention.retentioncase.ItemStatus;
import covenant.retention.retentioncase.RetentionCase;
import covenant.retention.retentioncase.Stage;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OrderPlanTest {
    private static final Instant AT = Instant.parse("2026-03-01T00:00:00Z");
    private static final Holder CORE = holder("core", null, "browsing.history", "service.order");
    private static final Holder CONSENT = holder("consent-service", "COVENANT", "consent.evidence", "service.order");
    private static final Holder NOTICES = holder("notification-service", "COVENANT", "service.order");

    private static final CaseItem BROWSING = item("browsing.history", ItemStatus.ERASING);
    private static final CaseItem ORDERS = item("service.order", ItemStatus.STATUTORY);
    private static final CaseItem EVIDENCE = item("consent.evidence", ItemStatus.STATUTORY);

    @Test
    @Tag("R-4.2.2-5")
    void ownSystemsKeepWhatALawKeepsAndCovenantLetsItGo() {
        OrderPlan plan = new OrderPlan(closing(BROWSING, ORDERS, EVIDENCE), false);

        assertThat(plan.first(List.of(CORE, CONSENT, NOTICES), List.of()))
                .extracting(Planned::holderId, p -> List.copyOf(p.categories()))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("core", List.of("browsing.history")),
                        org.assertj.core.groups.Tuple.tuple("consent-service", List.of("service.order")));
        assertThat(plan.last(NOTICES)).extracting(Planned::holderId).containsExactly("notification-service");
    }

    @Test
    @Tag("R-5.2-5")
    @Tag("AC-38")
    void recipientsAreToldOfWhatTheyReceivedAndOfNothingElse() {
        UUID one = UUID.randomUUID();
        UUID two = UUID.randomUUID();
        OrderPlan plan = new OrderPlan(closing(BROWSING, ORDERS), false);

        List<Planned> orders = plan.first(
                List.of(CORE),
                List.of(
                        shared(one, "partner", "service.order", "ref-1"),
                        shared(two, "partner", "browsing.history", "ref-2"),
                        shared(two, "partner", "financial.bill", "ref-2"),
                        shared(UUID.randomUUID(), "core", "browsing.history", null)));

        assertThat(orders).filteredOn(Planned::recipient).singleElement().satisfies(order -> {
            assertThat(order.holderId()).isEqualTo("partner");
            assertThat(order.categories()).containsExactly("browsing.history", "service.order");
            assertThat(order.reference()).isEqualTo("ref-2");
            assertThat(order.disclosures()).containsExactly(one, two);
        });
    }

    @Test
    @Tag("AC-33")
    @Tag("R-1.5.3-3")
    void whileAnotherAccountLivesOnlyTheClosedOnesDataGoes() {
        OrderPlan plan = new OrderPlan(closing(BROWSING, ORDERS), true);

        assertThat(plan.limitedToAccount()).isEqualTo("a");
        assertThat(plan.first(
                        List.of(CORE, CONSENT),
                        List.of(shared(UUID.randomUUID(), "partner", "browsing.history", null))))
                .extracting(Planned::holderId)
                .containsExactly("core");
        assertThat(plan.last(NOTICES)).isEmpty();
    }

    private static LedgerEntry shared(UUID id, String recipient, String category, @Nullable String reference) {
        return new LedgerEntry(id, "s", recipient, category, reference, AT);
    }

    private static RetentionCase closing(CaseItem... items) {
        return new RetentionCase(
                UUID.randomUUID(),
                "k",
                "s",
                "a",
                Cause.ACCOUNT_CLOSED,
                null,
                null,
                true,
                AT,
                AT,
                false,
                Stage.ORDERED,
                List.of(items),
                null,
                AT,
                null,
                null);
    }

    private static CaseItem item(String category, ItemStatus status) {
        return new CaseItem(
                category, status, ErasureMethod.DELETE, AT, category, 1, null, null, null, null, null, null);
    }

    private static Holder holder(String id, @Nullable String subKind, String... categories) {
        return new Holder(
                id,
                HolderEntry.Kind.INTERNAL,
                subKind,
                id,
                List.of(categories),
                List.of(),
                "CN",
                HolderEntry.Transport.KAFKA,
                null,
                Period.ofDays(30),
                HolderEntry.Status.ACTIVE,
                null);
    }
}
