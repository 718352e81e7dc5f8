package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.local.client.Answer;
import covenant.local.client.Api;
import covenant.local.client.Events;
import covenant.local.client.Role;
import covenant.local.client.Storage;
import covenant.local.fault.FaultFigures;
import covenant.local.fault.FaultRow;
import covenant.local.stack.Service;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A person is erased. Then everything is searched for what she had told: tables, database files, WAL, topics, their segments on the disk, logs and metrics;
 * and a dump that was taken before is restored.
 */
@Tag("fault")
class ErasedIT {

    private static final Duration ROTATED = Duration.ofSeconds(60);

    private SharedStack stack;
    private Storage storage;
    private Marked person;

    @Test
    @Tag("R-1.5.4-2")
    @Tag("R-4.1.1-1")
    void whatWasErasedIsReadableNowhereNotEvenFromADumpTakenBefore() throws SQLException {
        stack = SharedStack.get();
        storage = stack.storage();
        person = Marked.fresh("erased" + Long.toString(System.nanoTime() & 0xffffff, 36));
        person.handIn(stack.api());
        Backup before = Backup.of(storage, Service.NOTIFICATION, person.subject(), List.of("subject_key", "contact"));
        before.restore(storage);
        assertThat(contactPoints().at("/email"))
                .as("the dump is good: restored while she is known, it opens")
                .contains("@");
        long version = kekVersion();

        erase();
        Commands.run(stack.data(), "clock", "PT2M");
        Eventually.within(ROTATED, () -> kekVersion() > version);

        assertThat(Marked.found(stack, person.values()))
                .as("tables, topics, logs and metrics")
                .isEmpty();
        long searched = searchTheDisk();
        before.restore(storage);
        Answer restored = contactPoints();
        assertThat(restored.text()).as("the dump, restored").doesNotContain("@", "****");
        assertThat(restored.isSuccess()).as(restored.described()).isFalse();
        Figures.fault(new FaultFigures(
                FaultRow.ERASED,
                1,
                person.values().size(),
                0,
                0,
                Optional.empty(),
                "%d values of a person searched for in clear, hex and base64 in %d MB of database files, WAL, topic segments and logs, and on the topics: none;"
                                .formatted(person.values().size(), searched >> 20)
                        + " a dump of %d bytes restored after the key was rotated: not readable (%d)."
                                .formatted(before.bytes(), restored.status())));
    }

    /** The log of PostgreSQL is searched before the checkpoint that writes the rest into its files, for with it the log may go. */
    private long searchTheDisk() throws SQLException {
        RawFiles values = new RawFiles(person.values());
        Path postgres = stack.data().root().resolve("postgres");
        assertThat(values.under(postgres)).as("files with a value").isEmpty();
        assertThat(herPseudonym(postgres))
                .as("the search finds her pseudonym where it is")
                .anyMatch(file -> file.startsWith("pg_wal/"));
        try (Connection connection = storage.superuser(Service.NOTIFICATION);
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
        List<String> found = new ArrayList<>();
        for (String part : List.of("postgres", "kafka", "logs", "run", "witness")) {
            values.under(stack.data().root().resolve(part)).forEach(file -> found.add(part + "/" + file));
        }
        assertThat(found).as("files with a value").isEmpty();
        assertThat(herPseudonym(postgres))
                .as("the search finds her pseudonym where it is")
                .anyMatch(file -> file.startsWith("base/"));
        return values.searched();
    }

    private List<String> herPseudonym(Path directory) {
        return new RawFiles(List.of(person.subject())).under(directory);
    }

    /** As the retention-service tells it, once every holder has confirmed. */
    private void erase() {
        try (Events events = stack.events()) {
            events.publish(
                    Topic.RETENTION,
                    person.subject(),
                    "SubjectErased",
                    Instant.now(),
                    "/retention-service",
                    """
                    {"subjectId": "%s", "caseId": "%s", "erased": ["basic.email"], "kept": [], "erasedAt": "%s"}""".formatted(person.subject(), UUID.randomUUID(), Instant.now()));
        }
        for (Service service : List.of(Service.NOTIFICATION, Service.DATA_SUBJECT_REQUEST)) {
            Eventually.within(
                    Eventually.SOON,
                    () -> Sql.number(
                                    storage,
                                    service,
                                    "select count(*) from subject_key where subject_id = ? and shredded_at is not null",
                                    person.subject())
                            == 1);
        }
    }

    /** The version that wraps the keys of the living. */
    private long kekVersion() {
        return Sql.number(
                storage,
                Service.NOTIFICATION,
                "select coalesce(min(kek_version), 0) from subject_key where wrapped_key is not null");
    }

    private Answer contactPoints() {
        Api.Caller backend = stack.api().as(Role.BACKEND);
        return backend.get(Service.NOTIFICATION, "/v1/subjects/" + person.subject() + "/contact-points");
    }
}
