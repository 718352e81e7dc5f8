package covenant.request.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import covenant.contracts.DsrEvent.RequestType;
import covenant.platform.holder.Holder;
import covenant.platform.holder.HolderOrder;
import covenant.platform.holder.HolderOrders;
import covenant.platform.holder.HolderRegistry;
import covenant.platform.holder.OrderKind;
import covenant.platform.masking.MaskingRule;
import covenant.request.blob.Blobs;
import covenant.request.catalogue.Catalogue;
import covenant.request.catalogue.Category;
import covenant.request.order.DeliveryStore;
import covenant.request.request.Request;
import covenant.request.request.SealedFields;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a package from what the holders handed in and from what is known here, as one encrypted stream. */
@ApplicationScoped
class PackageBuilder {
    private final DeliveryStore deliveries;
    private final HolderOrders orders;
    private final HolderRegistry holders;
    private final PackageContents contents;
    private final OwnData own;
    private final Blobs blobs;
    private final Catalogue catalogue;
    private final JsonExport json;
    private final HtmlExport html;
    private final CsvExport csv;

    PackageBuilder(
            DeliveryStore deliveries,
            HolderOrders orders,
            HolderRegistry holders,
            PackageContents contents,
            OwnData own,
            Blobs blobs,
            Catalogue catalogue,
            ObjectMapper mapper) {
        this.deliveries = deliveries;
        this.orders = orders;
        this.holders = holders;
        this.contents = contents;
        this.own = own;
        this.blobs = blobs;
        this.catalogue = catalogue;
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
        ObjectNode held = own.of(request);
        Set<String> ownCategories = new TreeSet<>();
        held.fieldNames().forEachRemaining(ownCategories::add);
        PackageContent content = contents.of(request, placed, ownCategories, partial);
        List<PackageContent.Source> sources = sources(request, held);
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

    private List<PackageContent.Source> sources(Request request, ObjectNode held) {
        Map<String, MaskingRule> masks = catalogue.categories().stream()
                .filter(Category::thirdPerson)
                .collect(Collectors.toMap(Category::name, Category::maskingRule));
        Stream<PackageContent.Source> mine = held.isEmpty() ? Stream.empty() : Stream.of(own.source(held, masks));
        Stream<PackageContent.Source> delivered = deliveries.of(request.id()).stream()
                .map(d -> new PackageContent.Source(
                        d.holderId(),
                        holders.find(d.holderId()).map(Holder::name).orElse(d.holderId()),
                        masks,
                        () -> blobs.read(d.blobId(), request.subjectId(), SealedFields.DELIVERY)
                                .orElseThrow(() -> new IOException("the person was erased"))));
        return Stream.concat(delivered, mine).toList();
    }
}
