package covenant.notification.contact;

import covenant.contracts.NotificationEvent.Channel;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The stored form: ciphertexts. */
record ContactRow(
        String subjectId,
        byte @Nullable [] email,
        byte @Nullable [] phone,
        byte @Nullable [] pushToken,
        byte @Nullable [] postalAddress,
        String locale,
        List<Channel> preferred,
        Instant updatedAt) {

    static ContactRow read(ResultSet row) throws SQLException {
        return new ContactRow(
                row.getString("subject_id"),
                row.getBytes("email"),
                row.getBytes("phone"),
                row.getBytes("push_token"),
                row.getBytes("postal_address"),
                row.getString("locale"),
                Arrays.stream((String[]) row.getArray("preferred").getArray())
                        .map(Channel::valueOf)
                        .toList(),
                row.getTimestamp("updated_at").toInstant());
    }

    Set<Channel> channels() {
        Set<Channel> channels = EnumSet.of(Channel.IN_APP);
        if (email != null) {
            channels.add(Channel.EMAIL);
        }
        if (phone != null) {
            channels.add(Channel.SMS);
            channels.add(Channel.PHONE);
        }
        if (pushToken != null) {
            channels.add(Channel.PUSH);
        }
        if (postalAddress != null) {
            channels.add(Channel.LETTER);
        }
        return channels;
    }
}
