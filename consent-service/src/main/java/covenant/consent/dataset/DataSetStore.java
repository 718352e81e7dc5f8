package covenant.consent.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code data_set}. */
@ApplicationScoped
class DataSetStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;

    DataSetStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    Optional<DataSet> find(String id) {
        return jdbi.withHandle(h -> h.createQuery("select * from data_set where data_set_id = :id")
                .bind("id", id)
                .map((row, context) -> new DataSet(
                        row.getString("data_set_id"),
                        List.of((String[]) row.getArray("categories").getArray()),
                        DataSet.State.valueOf(row.getString("state")),
                        DataSet.Technique.valueOf(row.getString("technique")),
                        assessment(row.getString("assessment"))))
                .findOne());
    }

    void save(DataSet set, Instant at, String by, @Nullable String approver) {
        jdbi.useHandle(
                h -> h.createUpdate("insert into data_set (data_set_id, categories, state, technique, assessment,"
                                + " changed_at, requested_by, approved_by) values (:id, :categories, :state, :technique,"
                                + " cast(:assessment as jsonb), :at, :by, :approver) on conflict (data_set_id) do update"
                                + " set categories = excluded.categories, state = excluded.state, technique = excluded.technique,"
                                + " assessment = excluded.assessment, changed_at = excluded.changed_at,"
                                + " requested_by = excluded.requested_by, approved_by = excluded.approved_by")
                        .bind("id", set.id())
                        .bindArray("categories", String.class, set.categories())
                        .bind("state", set.state().name())
                        .bind("technique", set.technique().name())
                        .bind("assessment", set.assessment() == null ? null : write(set.assessment()))
                        .bind("at", at)
                        .bind("by", by)
                        .bind("approver", approver)
                        .execute());
    }

    private String write(DataSet.Assessment assessment) {
        try {
            return json.writeValueAsString(assessment);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("data set", e);
        }
    }

    private DataSet.@Nullable Assessment assessment(@Nullable String text) {
        try {
            return text == null ? null : json.readValue(text, DataSet.Assessment.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("data set", e);
        }
    }
}
