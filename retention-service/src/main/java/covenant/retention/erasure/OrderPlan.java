package covenant.retention.erasure;

import covenant.contracts.HolderOrderEvent.ErasureMethod;
import covenant.contracts.RetentionEvent.Cause;
import covenant.platform.holder.Holder;
import covenant.retention.retentioncase.CaseItem;
import covenant.retention.retentioncase.ItemStatus;
import covenant.retention.retentioncase.RetentionCase;
import covenant.retention.retentioncase.RetentionDecider.Round;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is ordered to erase what. Pure. Every internal holder gets its categories; every other one only what the ledger says
 * it received (interfaces, "Who gets erasure orders"). What law makes the company keep is kept in the company's own systems
 * only: the Covenant services and recipients let go of it, unless they prove a law of their own (R-5.2-5).
 */
final class OrderPlan {
    /** Comes last, because the closing notice needs the address. */
    static final String NOTIFICATION_SERVICE = "notification-service";

    /** The proof of consent outlives the person, under a pseudonym: shredding, not an order, takes the person out of it. */
    private static final String EVIDENCE = "consent.evidence";

    private final RetentionCase of;
    private final boolean otherAccountOpen;

    /** @param otherAccountOpen another account of the person lives: only data solely of the closed one goes (AC-33) */
    OrderPlan(RetentionCase of, boolean otherAccountOpen) {
        this.of = of;
        this.otherAccountOpen = otherAccountOpen;
    }

    record Planned(
            String holderId,
            boolean recipient,
            SortedSet<String> categories,
            ErasureMethod method,
            @Nullable String reference,
            List<UUID> disclosures) {}

    /** The orders of the first round: all but the notification service. */
    List<Planned> first(Collection<Holder> internal, Collection<LedgerEntry> ledger) {
        List<Planned> orders = new ArrayList<>();
        for (Holder holder : internal) {
            if (!holder.id().equals(NOTIFICATION_SERVICE)) {
                orders.addAll(forHolder(holder));
            }
        }
        if (reachesThePerson()) {
            orders.addAll(forRecipients(internal, ledger, withStatutory()));
        }
        return orders;
    }

    /** The oldest records of what a law keeps in the company's own systems. */
    List<Planned> round(Round round, Collection<Holder> internal) {
        return internal.stream()
                .filter(holder -> !holder.isCovenant())
                .map(holder -> new Planned(
                        holder.id(),
                        false,
                        new TreeSet<>(holder.held(round.categories())),
                        round.method(),
                        null,
                        List.of()))
                .toList();
    }

    /** The orders to recipients of whose share was heard after the first round. */
    List<Planned> late(Collection<Holder> internal, Collection<LedgerEntry> entries) {
        return reachesThePerson() ? forRecipients(internal, entries, recipientsErase()) : List.of();
    }

    /** What recipients have to erase, as far as this case got. */
    List<String> recipientsErase() {
        List<String> all = new ArrayList<>(withStatutory());
        all.addAll(of.categories(ItemStatus.ERASED));
        return all;
    }

    /** Whether any of these orders is for what is being erased now, and not only for what a law keeps elsewhere. */
    boolean erases(List<Planned> planned) {
        return planned.stream().anyMatch(p -> p.categories().stream().anyMatch(erasing()::contains));
    }

    /** The order to the notification service, after the closing notice. */
    List<Planned> last(@Nullable Holder notificationService) {
        return notificationService == null ? List.of() : forHolder(notificationService);
    }

    private List<Planned> forHolder(Holder holder) {
        if (holder.isCovenant() && !reachesThePerson()) {
            return List.of();
        }
        List<String> held = holder.held(holder.isCovenant() ? withStatutory() : erasing());
        Map<ErasureMethod, SortedSet<String>> byMethod = new EnumMap<>(ErasureMethod.class);
        held.forEach(category -> byMethod.computeIfAbsent(methodOf(category), method -> new TreeSet<>())
                .add(category));
        return byMethod.entrySet().stream()
                .map(entry -> new Planned(holder.id(), false, entry.getValue(), entry.getKey(), null, List.of()))
                .toList();
    }

    private static List<Planned> forRecipients(
            Collection<Holder> internal, Collection<LedgerEntry> ledger, Collection<String> wanted) {
        List<String> own = internal.stream().map(Holder::id).toList();
        Map<String, Planned> byRecipient = new TreeMap<>();
        for (LedgerEntry entry : ledger) {
            if (wanted.contains(entry.category()) && !own.contains(entry.recipient())) {
                byRecipient.merge(entry.recipient(), planned(entry), OrderPlan::join);
            }
        }
        return List.copyOf(byRecipient.values());
    }

    private static Planned planned(LedgerEntry entry) {
        return new Planned(
                entry.recipient(),
                true,
                new TreeSet<>(List.of(entry.category())),
                ErasureMethod.DELETE,
                entry.reference(),
                List.of(entry.disclosureId()));
    }

    private static Planned join(Planned one, Planned other) {
        SortedSet<String> categories = new TreeSet<>(one.categories());
        categories.addAll(other.categories());
        List<UUID> disclosures = new ArrayList<>(one.disclosures());
        other.disclosures().stream().filter(id -> !disclosures.contains(id)).forEach(disclosures::add);
        String reference = other.reference() == null ? one.reference() : other.reference();
        return new Planned(one.holderId(), true, categories, one.method(), reference, List.copyOf(disclosures));
    }

    /** Whether data that belongs to the person, not to one account, goes too. */
    private boolean reachesThePerson() {
        return switch (of.cause()) {
            case ACCOUNT_CLOSED, SERVICE_TERMINATED -> !otherAccountOpen;
            case REQUEST -> of.accountId() == null || !otherAccountOpen;
            case SELF_SERVICE, CONSENT_WITHDRAWN, TRANSFERRED, PURPOSE_FULFILLED -> true;
        };
    }

    /** The account that limits the order; none where everything of the person goes. */
    @Nullable
    String limitedToAccount() {
        return reachesThePerson() ? null : of.accountId();
    }

    private List<String> erasing() {
        return of.categories(ItemStatus.ERASING);
    }

    private List<String> withStatutory() {
        List<String> all = new ArrayList<>(erasing());
        if (of.cause() != Cause.TRANSFERRED) {
            of.categories(ItemStatus.STATUTORY).stream()
                    .filter(category -> !category.equals(EVIDENCE))
                    .forEach(all::add);
        }
        return all;
    }

    private ErasureMethod methodOf(String category) {
        return of.items().stream()
                .filter(item -> item.category().equals(category))
                .map(CaseItem::action)
                .findFirst()
                .orElse(ErasureMethod.DELETE);
    }
}
