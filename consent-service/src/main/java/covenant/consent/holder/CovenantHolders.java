package covenant.consent.holder;

import covenant.contracts.HolderEntry;
import covenant.contracts.HolderEntry.Kind;
import covenant.contracts.HolderEntry.Status;
import covenant.contracts.HolderEntry.Transport;
import covenant.contracts.HolderEvent.HolderRegistered;
import covenant.platform.outbox.EventDraft;
import covenant.platform.outbox.Outbox;
import covenant.platform.time.CovenantClock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** The Covenant services hold personal data too, so they stand in the register and get the same erasure orders (requirements 0.2). */
@ApplicationScoped
class CovenantHolders {
    private static final String CONTACT = "operators of Covenant";

    private final HolderStore store;
    private final Outbox outbox;
    private final CovenantClock clock;

    CovenantHolders(HolderStore store, Outbox outbox, CovenantClock clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    private static final List<HolderEntry> ENTRIES = List.of(
            entry("consent-service", "consent.evidence", "basic.birth_date"),
            entry("data-subject-request-service", "identity.document_photo", "service.complaint_content"),
            entry("notification-service", "basic.mobile_phone", "basic.email", "basic.address"));

    static boolean isOne(String holderId) {
        return ENTRIES.stream().anyMatch(entry -> entry.holderId().equalsIgnoreCase(holderId));
    }

    void onStart(@Observes @Priority(110) StartupEvent event) {
        ENTRIES.forEach(entry -> QuarkusTransaction.requiringNew().run(() -> register(entry)));
    }

    private void register(HolderEntry entry) {
        if (store.lock(entry.holderId()).isEmpty()) {
            store.save(new Holder(entry, CONTACT, null, null), clock.now());
            outbox.append(EventDraft.of(entry.holderId(), new HolderRegistered(entry)));
        }
    }

    private static HolderEntry entry(String id, String... categories) {
        return new HolderEntry(
                id,
                Kind.INTERNAL,
                "COVENANT",
                id,
                List.of(categories),
                List.of(),
                HolderRules.CHINA,
                Transport.KAFKA,
                null,
                "P30D",
                Status.ACTIVE,
                null,
                false,
                null);
    }
}
