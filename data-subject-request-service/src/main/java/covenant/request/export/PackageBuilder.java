package covenant.request.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.holder.Holder;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.holder.OrderKind;
import covenant.platform.holder.OrderStatus;
import covenant.platform.masking.MaskingRule;
import covenant.platform.time.CovenantClock;
import covenant.request.blob.Blobs;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.decision.Controller;
import covenant.request.facts.FactStore;
import covenant.request.facts.RetentionEnd;
import covenant.request.order.DeliveryStore;
import covenant.request.request.Request;
import covenant.request.request.SealedFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a package from what the holders handed in and from what is known here, as one encrypted stream. */
@ApplicationScoped
class PackageBuilder {
    private final DeliveryStore deliveries;
    private final HolderOrders orders;
    private final HolderRegistry holders;
    private final FactStore facts;
    private final Blobs blobs;
    private final Catalogue catalogue;
    private final Controller controller;
    private final CovenantClock clock;
    private final JsonExport json;
    private final HtmlExport html;
    private final CsvExport csv;

    PackageBuilder(
            DeliveryStore deliveries,
            HolderOrders orders,
            HolderRegistry holders,
            FactStore facts,
            Blobs blobs,
            Catalogue catalogue,
            Controller controller,
            CovenantClock clock,
            ObjectMapper mapper) {
        this.deliveries = deliveries;
        this.orders = orders;
        this.holders = holders;
        this.facts = facts;
        this.blobs = blobs;
        this.catalogue = catalogue;
        this.controller = controller;
        this.clock = clock;
        this.json = new JsonExport(mapper);
        this.html = new HtmlExport(mapper);
        this.csv = new CsvExport(mapper);
    }

    /** A package that was written. */
    record Built(UUID blobId, List<String> missing, List<String> restricted) {}

    Built build(Request request, boolean partial) throws IOException {
        List<HolderOrder> placed = orders.ofOwner(request.id()).stream()
                .filter(o -> o.kind() == OrderKind.ACCESS)
                .toList();
        PackageContent content = content(request, placed, partial);
        List<PackageContent.Source> sources = sources(request);
        Blobs.Writing writing = blobs.write(request.subjectId(), SealedFields.PACKAGE);
        try (ZipOutputStream zip = new ZipOutputStream(writing.out())) {
            zip.putNextEntry(new ZipEntry("index.html"));
            html.write(content, sources, zip);
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry("data.json"));
            json.write(content, sources, zip);
            zip.closeEntry();
            if (request.type() == RequestType.PORTABILITY) {
                csv.write(sources, zip);
            }
        }
        blobs.attach(writing.id());
        return new Built(
                writing.id(),
                content.missing(),
                content.restricted().stream()
                        .map(PackageContent.Restricted::category)
                        .toList());
    }

    private List<PackageContent.Source> sources(Request request) {
        Map<String, MaskingRule> masks = catalogue.categories().stream()
                .filter(Category::thirdPerson)
                .collect(Collectors.toMap(Category::name, Category::maskingRule));
        return deliveries.of(request.id()).stream()
                .map(d -> new PackageContent.Source(
                        d.holderId(),
                        holders.find(d.holderId()).map(Holder::name).orElse(d.holderId()),
                        masks,
                        () -> blobs.read(d.blobId(), request.subjectId(), SealedFields.DELIVERY)
                                .orElseThrow(() -> new IOException("the person was erased"))))
                .toList();
    }

    private PackageContent content(Request request, List<HolderOrder> placed, boolean partial) {
        List<String> missing = placed.stream()
                .filter(o -> o.status() != OrderStatus.CONFIRMED && o.status() != OrderStatus.CANCELLED)
                .map(HolderOrder::holderId)
                .distinct()
                .sorted()
                .toList();
        return new PackageContent(
                request.id(),
                request.type().name(),
                request.subjectId(),
                controller.name(),
                controller.contact(),
                controller.dpo(),
                clock.now(),
                partial,
                categories(request, placed),
                recipients(request),
                exceptions(request),
                restricted(request),
                partial ? missing : List.of());
    }

    private List<PackageContent.CategoryEntry> categories(Request request, List<HolderOrder> placed) {
        Map<String, Set<String>> sources = new LinkedHashMap<>();
        placed.stream()
                .filter(o -> o.status() == OrderStatus.CONFIRMED)
                .forEach(o -> o.categories()
                        .forEach(c -> sources.computeIfAbsent(c, x -> new LinkedHashSet<>())
                                .add(o.holderId())));
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

    private List<PackageContent.Restricted> restricted(Request request) {
        List<PackageContent.Restricted> restricted = new ArrayList<>();
        boolean portability = request.type() == RequestType.PORTABILITY;
        for (Category c : catalogue.wanted(request.categories())) {
            if (request.refused().contains(c.name())) {
                restricted.add(new PackageContent.Restricted(
                        c.name(), c.label().zh(), "未予响应，理由见答复函 (refused; see the letter)"));
            } else if (c.accessRestricted()) {
                restricted.add(new PackageContent.Restricted(
                        c.name(), c.label().zh(), "政策5.1.3：依法不开放查阅 (policy 5.1.3: not open to access by law)"));
            } else if (portability && c.thirdPerson()) {
                restricted.add(
                        new PackageContent.Restricted(c.name(), c.label().zh(), "涉及他人的信息 (concerns another person)"));
            }
        }
        return restricted;
    }
}
