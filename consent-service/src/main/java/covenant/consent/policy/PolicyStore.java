package covenant.consent.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.policy.PolicyVersion.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** Table {@code policy_version}. */
@ApplicationScoped
class PolicyStore {
    private final Jdbi jdbi;
    private final ObjectMapper json;

    PolicyStore(Jdbi jdbi, ObjectMapper json) {
        this.jdbi = jdbi;
        this.json = json;
    }

    /** False when the version exists already. */
    boolean insert(PolicyVersion v, String by) {
        return jdbi.withHandle(h -> h.createUpdate("insert into policy_version (version, status, content, sha256,"
                                + " predecessor, changes, created_at, created_by, published_at, effective_at, activated_at)"
                                + " values (:version, :status, cast(:content as jsonb), :sha256, :predecessor,"
                                + " cast(:changes as jsonb), :created, :by, :published, :effective, :activated)"
                                + " on conflict (version) do nothing")
                        .bind("version", v.number())
                        .bind("status", v.status().name())
                        .bind("content", write(v.content()))
                        .bind("sha256", v.sha256())
                        .bind("predecessor", v.predecessor())
                        .bind("changes", write(v.changes()))
                        .bind("created", v.createdAt())
                        .bind("by", by)
                        .bind("published", v.publishedAt())
                        .bind("effective", v.effectiveAt())
                        .bind("activated", v.activatedAt())
                        .execute())
                == 1;
    }

    List<PolicyVersion> all() {
        return jdbi.withHandle(h -> h.createQuery("select * from policy_version order by version")
                .map(this::read)
                .list());
    }

    /** Serialises everything that moves versions on: drafts, publications and activations wait for each other. */
    void lockAll() {
        jdbi.useHandle(h -> h.execute("select pg_advisory_xact_lock(hashtext('covenant.policy'))"));
    }

    Optional<PolicyVersion> find(int version) {
        return jdbi.withHandle(h -> h.createQuery("select * from policy_version where version = :version")
                .bind("version", version)
                .map(this::read)
                .findOne());
    }

    void publish(int version, PolicyChanges changes, @Nullable Integer predecessor, Instant at, Instant effectiveAt) {
        jdbi.useHandle(h -> h.createUpdate("update policy_version set status = 'PUBLISHED', published_at = :at,"
                        + " effective_at = :effective, changes = cast(:changes as jsonb), predecessor = :predecessor,"
                        + " reconsent_done = :done where version = :version and status = 'DRAFT'")
                .bind("version", version)
                .bind("at", at)
                .bind("effective", effectiveAt)
                .bind("changes", write(changes))
                .bind("predecessor", predecessor)
                .bind("done", !changes.needsExplicitConsent())
                .execute());
    }

    void move(int version, Status to, Instant at) {
        String column = switch (to) {
            case ACTIVE -> ", activated_at = :at";
            case RETIRED -> ", retired_at = :at";
            case DRAFT, PUBLISHED, REJECTED -> "";
        };
        jdbi.useHandle(h -> {
            var update = h.createUpdate("update policy_version set status = :to" + column + " where version = :version")
                    .bind("version", version)
                    .bind("to", to.name());
            (column.isEmpty() ? update : update.bind("at", at)).execute();
        });
    }

    /** Claims one version whose people are still to be asked anew. */
    Optional<Pending> lockReconsent() {
        return jdbi.withHandle(h -> h.createQuery("select version, reconsent_after from policy_version"
                        + " where not reconsent_done order by version limit 1 for update skip locked")
                .map((row, context) -> new Pending(row.getInt(1), row.getString(2)))
                .findOne());
    }

    void reconsentAt(int version, @Nullable String after, boolean done) {
        jdbi.useHandle(h -> h.createUpdate(
                        "update policy_version set reconsent_after = :after, reconsent_done = :done where version = :version")
                .bind("version", version)
                .bind("after", after)
                .bind("done", done)
                .execute());
    }

    record Pending(int version, @Nullable String after) {}

    private PolicyVersion read(ResultSet row, StatementContext context) throws SQLException {
        int predecessor = row.getInt("predecessor");
        return new PolicyVersion(
                row.getInt("version"),
                Status.valueOf(row.getString("status")),
                parse(row.getString("content"), PolicyContent.class),
                row.getString("sha256"),
                predecessor == 0 ? null : predecessor,
                parse(row.getString("changes"), PolicyChanges.class),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "published_at"),
                instant(row, "effective_at"),
                instant(row, "activated_at"),
                instant(row, "retired_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("policy", e);
        }
    }

    private <T> T parse(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("policy", e);
        }
    }
}
