package covenant.consent.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.evidence.Evidence;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Table {@code source}. */
@ApplicationScoped
public class SourceStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;

    SourceStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** Those whose proof counts today and that may pass the category on. */
    public List<Source> covering(String category, @Nullable String sourceId, LocalDate today) {
        return jdbi.withHandle(h -> h.createQuery("select * from source where categories @> array[:category]::text[]"
                        + " and (cast(:id as text) is null or source_id = :id)"
                        + " and (valid_until is null or valid_until >= :today)")
                .bind("category", category)
                .bind("id", sourceId)
                .bind("today", today)
                .map(this::read)
                .list());
    }

    Optional<Source> find(String id) {
        return jdbi.withHandle(h -> h.createQuery("select * from source where source_id = :id")
                .bind("id", id)
                .map(this::read)
                .findOne());
    }

    void save(Source s, Instant at, String by) {
        jdbi.useHandle(h -> h.createUpdate(
                        "insert into source (source_id, name, kind, categories, evidence, valid_until,"
                                + " changed_at, changed_by) values (:id, :name, :kind, :categories, cast(:evidence as jsonb), :until,"
                                + " :at, :by) on conflict (source_id) do update set name = excluded.name, kind = excluded.kind,"
                                + " categories = excluded.categories, evidence = excluded.evidence,"
                                + " valid_until = excluded.valid_until, changed_at = excluded.changed_at, changed_by = excluded.changed_by")
                .bind("id", s.id())
                .bind("name", s.name())
                .bind("kind", s.kind().name())
                .bindArray("categories", String.class, s.categories())
                .bind("evidence", write(s.evidence()))
                .bind("until", s.validUntil())
                .bind("at", at)
                .bind("by", by)
                .execute());
    }

    Page<Source> list(PageRequest page) {
        String after = page.after(1).map(List::getFirst).orElse("");
        List<Source> rows = jdbi.withHandle(
                h -> h.createQuery("select * from source where source_id > :after order by source_id limit :limit")
                        .bind("after", after)
                        .bind("limit", page.rowsToRead())
                        .map(this::read)
                        .list());
        return Page.of(rows, page, s -> List.of(s.id()));
    }

    private Source read(ResultSet row, StatementContext context) throws SQLException {
        try {
            return new Source(
                    row.getString("source_id"),
                    row.getString("name"),
                    Source.Kind.valueOf(row.getString("kind")),
                    List.of((String[]) row.getArray("categories").getArray()),
                    json.readValue(row.getString("evidence"), Evidence.class),
                    row.getObject("valid_until", LocalDate.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("source", e);
        }
    }

    private String write(Evidence evidence) {
        try {
            return json.writeValueAsString(evidence);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("source", e);
        }
    }
}
