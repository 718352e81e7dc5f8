package covenant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.Topic;
import covenant.local.client.Events;
import covenant.local.client.Storage;
import covenant.local.stack.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** A reckoning that sees no loss where there is one would make every fault harmless. */
class ReckoningIT {

    @Test
    void aRowThatIsGoneIsALossAndASecondEventIsADouble() throws SQLException {
        SharedStack stack = SharedStack.get();
        Storage storage = stack.storage();
        try (Events events = stack.events()) {
            Load load = Load.on(stack.api(), EnumSet.of(Load.Kind.CONSENT, Load.Kind.CONTACT_POINTS));
            try (load) {
                load.goOnFor(2);
            }
            Reckoning.of(load, storage, events).mustBeEven();
            String forgotten = load.acknowledged(Load.Kind.CONTACT_POINTS).getFirst();
            String repeated = load.acknowledged(Load.Kind.CONSENT).getFirst();

            delete(storage, forgotten);
            String stray = events.publish(Topic.CONSENT, repeated, "ConsentGranted", Instant.now(), "/nobody", "{}");

            Reckoning seen = Reckoning.look(load, storage, events);
            assertThat(seen.lost()).contains("stored: " + forgotten);
            assertThat(seen.lost())
                    .as("what is on a topic and not logged")
                    .isSubsetOf("stored: " + forgotten, "logged: " + stray);
            assertThat(seen.doubled()).containsExactly("told: " + repeated + " 2 times");
        }
    }

    private static void delete(Storage storage, String subject) throws SQLException {
        try (Connection connection = storage.superuser(Service.NOTIFICATION);
                PreparedStatement delete = connection.prepareStatement("delete from contact where subject_id = ?")) {
            delete.setString(1, subject);
            assertThat(delete.executeUpdate()).isEqualTo(1);
        }
    }
}
