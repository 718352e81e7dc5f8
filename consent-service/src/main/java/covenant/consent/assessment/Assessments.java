package covenant.consent.assessment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.assessment.Assessment.Risk;
import covenant.consent.assessment.Assessment.Scope;
import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.consent.catalogue.Purpose;
import covenant.consent.policy.AssessmentRegister;
import covenant.consent.policy.Policies;
import covenant.consent.policy.PolicyHash;
import covenant.platform.paging.Page;
import covenant.platform.paging.PageRequest;
import covenant.platform.time.CovenantClock;
import covenant.platform.time.LegalCalendar;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;

/** Table {@code assessment}, kept for good; the one that covers version 1 ships with it. */
@ApplicationScoped
public class Assessments implements AssessmentRegister {
    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final Policies policies;
    private final CovenantClock clock;

    Assessments(Jdbi jdbi, ObjectMapper json, Policies policies, CovenantClock clock) {
        this.jdbi = jdbi;
        this.json = json;
        this.policies = policies;
        this.clock = clock;
    }

    void onStart(@Observes @Priority(120) StartupEvent event) {
        QuarkusTransaction.requiringNew().run(() -> {
            Catalogue shipped = policies.shipped();
            Scope scope = new Scope(
                    shipped.purposes().stream().map(Purpose::code).toList(),
                    shipped.categories().stream()
                            .filter(c -> c.state() == Category.State.ON)
                            .map(Category::name)
                            .toList(),
                    List.of());
            Instant now = clock.now();
            insert(
                    new Assessment("policy-1", scope, Risk.MEDIUM, PolicyHash.of("policy-1"), LegalCalendar.dayOf(now)),
                    "SYSTEM:consent-service",
                    now);
        });
    }

    /** Whether an assessment covers this use (R-GAP-4). */
    public boolean cover(String purpose, List<String> categories) {
        return jdbi
                .withHandle(h -> h.createQuery("select * from assessment")
                        .map(this::read)
                        .list())
                .stream()
                .anyMatch(a -> a.scope().covers(purpose, categories));
    }

    @Override
    public boolean covered(String purpose, List<String> categories) {
        return cover(purpose, categories);
    }

    /** Whether that assessment looked at the category (R-CAT-1). */
    public boolean covers(String id, String category) {
        return find(id).filter(a -> a.scope().categories().contains(category)).isPresent();
    }

    /** False when the id is taken. */
    boolean insert(Assessment a, String by, Instant at) {
        return jdbi.withHandle(
                        h -> h.createUpdate("insert into assessment (id, scope, risk, report_sha256, assessed_on,"
                                        + " recorded_at, recorded_by) values (:id, cast(:scope as jsonb), :risk, :sha, :day, :at, :by)"
                                        + " on conflict do nothing")
                                .bind("id", a.id())
                                .bind("scope", write(a.scope()))
                                .bind("risk", a.risk().name())
                                .bind("sha", a.reportSha256())
                                .bind("day", a.assessedOn())
                                .bind("at", at)
                                .bind("by", by)
                                .execute())
                == 1;
    }

    Optional<Assessment> find(String id) {
        return jdbi.withHandle(h -> h.createQuery("select * from assessment where id = :id")
                .bind("id", id)
                .map(this::read)
                .findOne());
    }

    Page<Assessment> list(PageRequest page) {
        String after = page.after(1).map(List::getFirst).orElse("");
        List<Assessment> rows = jdbi.withHandle(
                h -> h.createQuery("select * from assessment where id > :after order by id limit :limit")
                        .bind("after", after)
                        .bind("limit", page.rowsToRead())
                        .map(this::read)
                        .list());
        return Page.of(rows, page, a -> List.of(a.id()));
    }

    private Assessment read(ResultSet row, StatementContext context) throws SQLException {
        try {
            return new Assessment(
                    row.getString("id"),
                    json.readValue(row.getString("scope"), Scope.class),
                    Risk.valueOf(row.getString("risk")),
                    row.getString("report_sha256"),
                    row.getObject("assessed_on", LocalDate.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("assessment", e);
        }
    }

    private String write(Scope scope) {
        try {
            return json.writeValueAsString(scope);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("assessment", e);
        }
    }
}
