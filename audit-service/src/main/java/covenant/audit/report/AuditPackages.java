package covenant.audit.report;

import covenant.audit.entry.PersonKeys;
import covenant.audit.entry.PersonKeys.Details;
import covenant.audit.entry.PersonKeys.Opened;
import covenant.audit.entry.Sealed;
import covenant.audit.log.LogFormatException;
import covenant.audit.log.NoteSigner;
import covenant.audit.log.TreeHash;
import covenant.audit.reading.FactReader;
import covenant.audit.reading.Heads.Head;
import covenant.audit.reading.Period;
import covenant.audit.reading.TimeIndex;
import covenant.audit.tile.ConsistencyProofs;
import covenant.audit.verification.IntegrityCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Puts together what a {@link AuditPackage} says, and reads the leaves that belong to it. */
@ApplicationScoped
class AuditPackages {

    private final Jdbi jdbi;
    private final TimeIndex time;
    private final PersonKeys keys;
    private final ConsistencyProofs proofs;
    private final IntegrityCheck check;
    private final NoteSigner signer;

    AuditPackages(
            Jdbi jdbi,
            TimeIndex time,
            PersonKeys keys,
            ConsistencyProofs proofs,
            IntegrityCheck check,
            NoteSigner signer) {
        this.jdbi = jdbi;
        this.time = time;
        this.keys = keys;
        this.proofs = proofs;
        this.check = check;
        this.signer = signer;
    }

    /** @param salt hex; absent with {@code sealed} if the person was erased */
    record Leaf(
            long index,
            byte[] bytes,
            @Nullable String salt,
            @Nullable String sealed) {}

    private record Run(long first, long end) {}

    private record Row(long index, byte[] leaf, @Nullable String subject, byte @Nullable [] sealed) {}

    AuditPackage of(Period period, Head head) {
        IntegrityCheck.Verified verified = check.run();
        Run run = run(period, head);
        return new AuditPackage(
                signer.key().name(),
                period,
                head.size(),
                run.first(),
                run.end(),
                counts(period, head),
                around(run, head),
                verified);
    }

    /** A damaged tree proves nothing: the package then says so, and does not verify. */
    private List<TreeHash> around(Run run, Head head) {
        try {
            return proofs.around(run.first(), run.end(), head.size());
        } catch (LogFormatException e) {
            return List.of();
        }
    }

    private Run run(Period period, Head head) {
        TimeIndex.Run around = time.around(period, head.size());
        return jdbi.withHandle(handle -> {
            Query query = handle.createQuery(
                            "select coalesce(min(index), 0) as first, coalesce(max(index) + 1, 0) as end from entry"
                                    + " where index >= :first and index < :behind" + FactReader.restriction(period))
                    .bind("first", around.from())
                    .bind("behind", around.to());
            FactReader.restrict(query, period);
            return query.map((row, context) -> new Run(row.getLong("first"), row.getLong("end")))
                    .one();
        });
    }

    private Map<String, Long> counts(Period period, Head head) {
        Map<String, Long> counts = new TreeMap<>();
        TimeIndex.Run around = time.around(period, head.size());
        jdbi.useHandle(handle -> {
            Query query = handle.createQuery("select type, count(*) as number from entry"
                            + " where index >= :first and index < :behind" + FactReader.restriction(period)
                            + " group by type")
                    .bind("first", around.from())
                    .bind("behind", around.to());
            FactReader.restrict(query, period);
            query.map((row, context) -> counts.put(row.getString("type"), row.getLong("number")))
                    .list();
        });
        return counts;
    }

    /** The leaves from {@code from} to before {@code to}, in order, with what they commit to. */
    List<Leaf> leaves(long from, long to) {
        List<Row> rows = jdbi.withHandle(handle -> handle.createQuery(
                        "select index, leaf, subject, sealed from entry where index >= :from and index < :to order by index")
                .bind("from", from)
                .bind("to", to)
                .map((row, context) -> new Row(
                        row.getLong("index"), row.getBytes("leaf"), row.getString("subject"), row.getBytes("sealed")))
                .list());
        List<Opened> opened = keys.open(rows.stream()
                .map(row -> new Details(row.subject(), row.sealed()))
                .toList());
        List<Leaf> leaves = new ArrayList<>(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            leaves.add(leaf(rows.get(i), opened.get(i)));
        }
        return leaves;
    }

    private static Leaf leaf(Row row, Opened opened) {
        return switch (opened) {
            case Opened.Readable readable -> {
                Sealed sealed = Sealed.parse(readable.details());
                yield new Leaf(row.index(), row.leaf(), HexFormat.of().formatHex(sealed.salt()), sealed.text());
            }
            case Opened.Erased erased -> new Leaf(row.index(), row.leaf(), null, null);
            case Opened.Unreadable unreadable -> new Leaf(row.index(), row.leaf(), null, null);
        };
    }
}
