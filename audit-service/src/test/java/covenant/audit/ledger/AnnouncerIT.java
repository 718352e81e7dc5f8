package covenant.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.audit.AuditLog;
import covenant.contracts.Topic;
import covenant.testing.CovenantServers;
import covenant.testing.KafkaTap;
import covenant.testing.TapRecord;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(CovenantServers.class)
class AnnouncerIT {

    @Inject
    Announcer announcer;

    @Test
    @Tag("R-4.1.2-4")
    void aHeadIsAnnouncedWhichIsLoggedAndNotAnnouncedAgain() {
        try (KafkaTap tap = new KafkaTap()) {
            String subject = "a." + UUID.randomUUID();
            tap.publish(Topic.ACCOUNT, subject, "AccountOpened", "{}");
            AuditLog.awaitEntries(subject, 1);
            AuditLog.awaitQuiet();
            settle();
            int announced = announcements(tap).size();
            long entries = entries();

            for (int i = 0; i < 3; i++) {
                announcer.announce();
                settle();
            }

            assertThat(announcements(tap)).hasSize(announced);
            assertThat(entries()).isEqualTo(entries);
            assertThat(announcements(tap).getLast().value())
                    .contains("\"origin\":\"covenant.example.org/audit\"", "\"rootHash\":\"");
        }
    }

    /** Announces, and waits until every announcement is an entry. */
    private void settle() {
        announcer.announce();
        AuditLog.awaitQuiet();
    }

    private static List<TapRecord> announcements(KafkaTap tap) {
        return tap.records(Topic.AUDIT).stream()
                .filter(record -> record.type().equals("covenant.AuditCheckpointed"))
                .toList();
    }

    private static long entries() {
        return AuditLog.read(Long.class, "select count(*) from entry where type = 'AuditCheckpointed'");
    }
}
