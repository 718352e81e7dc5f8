package covenant.notification.announcement;

import com.fasterxml.jackson.annotation.JsonProperty;
import covenant.contracts.NotificationEvent.MessageClass;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An announcement that an operator writes, in both languages. Breaches are announced by their notice, with its elements; advertising has no
 * place here.
 *
 * @param from when it begins to be shown; absent: as soon as it is approved
 * @param to when it ends to be shown; absent: never
 */
record AnnouncementRequest(
        @NotNull AnnouncementRequest.Subject messageClass,
        @NotNull @Valid Words title,
        @NotNull @Valid Texts text,
        @Nullable @Size(min = 1, max = 5) List<Announcement.@NotNull Place> places,
        @Nullable @Pattern(regexp = "[1-9][0-9]{0,8}") String policyVersion,

        @Nullable UUID incidentId,
        @Nullable Instant from,
        @Nullable Instant to) {

    enum Subject {
        SERVICE,
        RIGHTS,
        POLICY,
        TERMINATION
    }

    record Words(
            @JsonProperty("zh-CN") @NotBlank @Size(max = 200)
            String chinese,

            @JsonProperty("en") @NotBlank @Size(max = 200) String english) {}

    record Texts(
            @JsonProperty("zh-CN") @NotBlank @Size(max = 20_000)
            String chinese,

            @JsonProperty("en") @NotBlank @Size(max = 20_000)
            String english) {}

    Announcements.Texts texts() {
        return new Announcements.Texts(title.chinese(), text.chinese(), title.english(), text.english());
    }

    MessageClass as() {
        return MessageClass.valueOf(messageClass.name());
    }
}
