package covenant.request.export;

import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.holder.Holder;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.holder.OrderOutcome;
import covenant.platform.holder.OrderStatus;
import covenant.platform.time.CovenantClock;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.decision.Controller;
import covenant.request.facts.FactStore;
import covenant.request.facts.RetentionEnd;
import covenant.request.request.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a package says besides the data, from what is known here (R-5.1.2-2, R-5.1.3-1, R-1.3-4). */
@ApplicationScoped
class PackageContents {
    private final HolderRegistry holders;
    private final FactStore facts;
    private final Catalogue catalogue;
    private final Controller controller;
    private final CovenantClock clock;

    PackageContents(
            HolderRegistry holders, FactStore facts, Catalogue catalogue, Controller controller, CovenantClock clock) {
        this.holders = holders;
        this.facts = facts;
        this.catalogue = catalogue;
        this.controller = controller;
        this.clock = clock;
    }

    /** @param own what this service itself hands in, by category */
    PackageContent of(Request request, List<HolderOrder> placed, Set<String> own, boolean partial) {
        List<String> missing = placed.stream()
                .filter(o -> o.status().isOpen() || o.status() == OrderStatus.REJECTED)
                .map(HolderOrder::holderId)
                .distinct()
                .sorted()
                .toList();
        Map<String, Set<String>> sources = sources(placed, own);
        return new PackageContent(
                request.id(),
                request.type().name(),
                request.subjectId(),
                controller.name(),
                controller.contact(),
                controller.dpo(),
                clock.now(),
                partial,
                categories(request, sources),
                recipients(request),
                exceptions(request),
                consents(request),
                restricted(request),
                notHeld(request, placed, sources),
                withheld(placed),
                partial ? missing : List.of());
    }

    private static Map<String, Set<String>> sources(List<HolderOrder> placed, Set<String> own) {
        Map<String, Set<String>> sources = new LinkedHashMap<>();
        placed.stream()
                .filter(o -> o.status() == OrderStatus.CONFIRMED && o.outcome() != OrderOutcome.NOTHING_HELD)
                .forEach(o -> o.categories()
                        .forEach(c -> sources.computeIfAbsent(c, x -> new LinkedHashSet<>())
                                .add(o.holderId())));
        own.forEach(c -> sources.computeIfAbsent(c, x -> new LinkedHashSet<>()).add(OwnData.HOLDER_ID));
        return sources;
    }

    private List<PackageContent.CategoryEntry> categories(Request request, Map<String, Set<String>> sources) {
        Map<String, RetentionEnd> ends = new HashMap<>();
        facts.retention(request.subjectId()).forEach(end -> ends.put(end.category(), end));
        List<PackageContent.CategoryEntry> entries = new ArrayList<>();
        sources.forEach((name, systems) -> catalogue
                .category(name)
                .ifPresent(c -> entries.add(new PackageContent.CategoryEntry(
                        name, c.label().zh(), c.label().en(), purposes(c), List.copyOf(systems), retention(c, ends)))));
        return entries;
    }

    private List<String> purposes(Category category) {
        return category.purposes().stream()
                .map(code -> catalogue
                        .purpose(code)
                        .map(p -> p.label().zh() + " " + code)
                        .orElse(code))
                .toList();
    }

    private static PackageContent.Retention retention(Category category, Map<String, RetentionEnd> ends) {
        RetentionEnd end = ends.get(category.name());
        if (end == null) {
            return new PackageContent.Retention(null, RetentionWords.of(category.retention()), null);
        }
        String law = end.law() == null ? null : end.law() + (end.article() == null ? "" : " " + end.article());
        return new PackageContent.Retention(end.dueAt(), end.rule(), law);
    }

    /** What a duty of secrecy forbids telling is not told (PIPL art. 18, R-1.3-4). */
    private List<PackageContent.Recipient> recipients(Request request) {
        return facts.disclosures(request.subjectId()).stream()
                .filter(d -> !d.secret())
                .map(d -> new PackageContent.Recipient(
                        holders.find(d.recipient()).map(Holder::name).orElse(d.recipient()) + " (" + d.recipient()
                                + ")",
                        d.ground(),
                        d.purpose(),
                        d.categories(),
                        d.sharedAt()))
                .toList();
    }

    private List<PackageContent.Exception> exceptions(Request request) {
        return facts.exceptions(request.subjectId()).stream()
                .filter(e -> !e.secret())
                .map(e -> new PackageContent.Exception(e.code(), e.purpose(), e.category(), e.usedAt()))
                .toList();
    }

    private List<PackageContent.Consent> consents(Request request) {
        return facts.consents(request.subjectId()).stream()
                .map(c -> new PackageContent.Consent(c.purpose(), c.status(), c.categories()))
                .toList();
    }

    private List<PackageContent.Restricted> restricted(Request request) {
        List<PackageContent.Restricted> restricted = new ArrayList<>();
        boolean portability = request.type() == RequestType.PORTABILITY;
        for (Category c : catalogue.wanted(request.categories())) {
            if (request.refused().contains(c.name())) {
                restricted.add(named(c, "未予响应，理由见答复函 (refused; see the letter)"));
            } else if (c.accessRestricted()) {
                restricted.add(named(c, c.restriction()));
            } else if (portability && c.thirdPerson()) {
                restricted.add(named(c, "涉及他人的信息 (concerns another person)"));
            }
        }
        return restricted;
    }

    /** Asked for, not restricted, and no system has it: said, so that nobody wonders (AC-56). */
    private List<PackageContent.Restricted> notHeld(
            Request request, List<HolderOrder> placed, Map<String, Set<String>> sources) {
        return catalogue.wanted(request.categories()).stream()
                .filter(c -> !sources.containsKey(c.name()))
                .filter(c -> !c.accessRestricted() && !request.refused().contains(c.name()))
                .filter(c -> placed.stream()
                        .noneMatch(o -> o.categories().contains(c.name()) && o.status() != OrderStatus.CONFIRMED))
                .map(c -> named(c, "各系统均未持有 (held by none of our systems)"))
                .toList();
    }

    private static PackageContent.Restricted named(Category category, String reason) {
        return new PackageContent.Restricted(category.name(), category.label().zh(), reason);
    }

    private static List<PackageContent.Withheld> withheld(List<HolderOrder> placed) {
        return placed.stream()
                .filter(o -> o.status() == OrderStatus.EXEMPT_LAW || o.status() == OrderStatus.REJECTED)
                .map(o -> new PackageContent.Withheld(
                        o.holderId(),
                        o.categories(),
                        o.status() == OrderStatus.EXEMPT_LAW
                                ? "法律规定 (law): " + o.evidence()
                                : "未说明法律依据 (no legal ground given)"))
                .toList();
    }
}
