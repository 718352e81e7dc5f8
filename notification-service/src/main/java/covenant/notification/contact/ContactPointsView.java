package covenant.notification.contact;

import covenant.contracts.NotificationEvent.Channel;
import covenant.platform.masking.Masked;
import covenant.platform.masking.MaskingRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contact points as they are shown: masked as they leave, whoever asks (policy 1.5.4). */
record ContactPointsView(
        String subjectId,
        @Masked(MaskingRule.EMAIL) @Nullable String email,
        @Masked(MaskingRule.MOBILE) @Nullable String phone,
        @Masked(MaskingRule.SECRET) @Nullable String pushToken,
        @Masked(MaskingRule.ADDRESS) @Nullable String postalAddress,
        String locale,
        List<Channel> preferred,
        Instant updatedAt) {

    static ContactPointsView of(ContactCard card) {
        return new ContactPointsView(
                card.subjectId(),
                card.email(),
                card.phone(),
                card.pushToken(),
                card.postalAddress(),
                card.locale(),
                card.preferred(),
                card.updatedAt());
    }

    @Override
    public String toString() {
        return "ContactPointsView[" + subjectId + "]";
    }
}
