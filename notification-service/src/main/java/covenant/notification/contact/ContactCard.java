package covenant.notification.contact;

import covenant.contracts.NotificationEvent.Channel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A person's contact points in clear, for the moment of sending or masking. */
public record ContactCard(
        String subjectId,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String pushToken,
        @Nullable String postalAddress,
        String locale,
        List<Channel> preferred,
        Instant updatedAt) {

    /** Where a message of that channel goes; empty for channels without an address of the person. */
    public Optional<String> address(Channel channel) {
        return Optional.ofNullable(
                switch (channel) {
                    case EMAIL -> email;
                    case SMS, PHONE -> phone;
                    case PUSH -> pushToken;
                    case LETTER -> postalAddress;
                    case IN_APP, ANNOUNCEMENT -> null;
                });
    }

    @Override
    public String toString() {
        return "ContactCard[redacted]";
    }
}
