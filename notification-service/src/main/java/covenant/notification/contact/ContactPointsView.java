package covenant.notification.contact;

import covenant.contracts.NotificationEvent.Channel;
import covenant.platform.masking.MaskingRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Contact points as they are shown: masked, whoever asks (policy 1.5.4). */
record ContactPointsView(
        String subjectId,
        @Nullable String email,
        @Nullable String phone,
        @Nullable String pushToken,
        @Nullable String postalAddress,
        String locale,
        List<Channel> preferred,
        Instant updatedAt) {

    static ContactPointsView of(ContactCard card) {
        return new ContactPointsView(
                card.subjectId(),
                MaskingRule.EMAIL.mask(card.email()),
                MaskingRule.MOBILE.mask(card.phone()),
                MaskingRule.SECRET.mask(card.pushToken()),
                MaskingRule.ADDRESS.mask(card.postalAddress()),
                card.locale(),
                card.preferred(),
                card.updatedAt());
    }
}
