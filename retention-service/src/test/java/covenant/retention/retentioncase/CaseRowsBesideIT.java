package covenant.retention.retentioncase;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.testing.CovenantServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code due_case} and {@code case_under_way} follow a case through every change, also one that an older release writes. Nothing is committed. */
@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
@Tag("R-4.2.2-1")
class CaseRowsBesideIT {
    private static final Instant DUE = Instant.parse("2001-02-03T00:00:00Z");
    private static final Instant LATER = Instant.parse("2001-03-03T00:00:00Z");
    private static final Set<Stage> UNDER_WAY = EnumSet.of(Stage.ORDERED, Stage.NOTICE, Stage.LAST, Stage.ERASED_LIVE);

    @Inject
    Jdbi jdbi;

    private record State(
            Stage stage, Instant dueAt, @Nullable Instant next) {}

    @Test
    void everyChangeFromAnyStateToAnyOtherIsFollowed() {
        List<State> states = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            for (Instant dueAt : List.of(DUE, LATER)) {
                states.add(new State(stage, dueAt, null));
                states.add(new State(stage, dueAt, DUE));
                states.add(new State(stage, dueAt, LATER));
            }
        }
        jdbi.useTransaction(h -> {
            for (State before : states) {
                for (State after : states) {
                    UUID id = insert(h, before);
                    assertFollowed(h, id, before);
                    update(h, id, after);
                    assertFollowed(h, id, after);
                    h.execute("delete from retention_case where id = ?", id);
                    assertThat(next(h, id)).as("deleted from " + after).isEmpty();
                    assertThat(underWay(h, id)).isEmpty();
                }
            }
            h.rollback();
        });
    }

    @Test
    void aCaseThatIsSavedGivesUpItsLeaseAndOneThatIsClaimedKeepsItsInstant() {
        jdbi.useTransaction(h -> {
            UUID id = insert(h, new State(Stage.WAITING, DUE, DUE));
            h.execute("update due_case set lease_until = now() where case_id = ?", id);
            assertThat(next(h, id)).contains(DUE);

            update(h, id, new State(Stage.WAITING, DUE, DUE));

            assertThat(h.createQuery("select lease_until is null from due_case where case_id = :id")
                            .bind("id", id)
                            .mapTo(Boolean.class)
                            .one())
                    .isTrue();
            h.rollback();
        });
    }

    private static void assertFollowed(Handle h, UUID id, State state) {
        assertThat(next(h, id)).as("due after " + state).isEqualTo(Optional.ofNullable(state.next()));
        assertThat(underWay(h, id))
                .as("under way after " + state)
                .isEqualTo(
                        UNDER_WAY.contains(state.stage())
                                ? Optional.of(state.stage() + " " + state.dueAt())
                                : Optional.empty());
    }

    private static Optional<Instant> next(Handle h, UUID id) {
        return h.createQuery("select due_at from due_case where case_id = :id")
                .bind("id", id)
                .mapTo(Instant.class)
                .findOne();
    }

    private static Optional<String> underWay(Handle h, UUID id) {
        return h.createQuery("select stage, due_at from case_under_way where case_id = :id")
                .bind("id", id)
                .map((row, context) -> row.getString("stage") + " "
                        + row.getTimestamp("due_at").toInstant())
                .findOne();
    }

    private static UUID insert(Handle h, State state) {
        UUID id = UUID.randomUUID();
        h.createUpdate(
                        "insert into retention_case (id, dedup_key, subject_id, cause, all_categories, anchor_at, due_at, late,"
                                + " stage, status, items, next_due_at, created_at) values (:id, cast(:id as text), 'beside', 'REQUEST',"
                                + " true, :due, :due, false, :stage, 'DUE', '[]', :next, :due)")
                .bind("id", id)
                .bind("due", state.dueAt())
                .bind("stage", state.stage())
                .bind("next", state.next())
                .execute();
        return id;
    }

    /** As the release before writes it, its lease included. */
    private static void update(Handle h, UUID id, State state) {
        h.createUpdate(
                        "update retention_case set due_at = :due, stage = :stage, next_due_at = :next, lease_until = null"
                                + " where id = :id")
                .bind("due", state.dueAt())
                .bind("stage", state.stage())
                .bind("next", state.next())
                .bind("id", id)
                .execute();
    }
}
