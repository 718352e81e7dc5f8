package covenant.notification.contact;

import covenant.contracts.NotificationEvent.Channel;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All contact points of a person; what is left out is removed. No value may hold a line break: none reaches a header. */
record ContactPointsRequest(
        @Nullable
        @Size(max = 254)
        @Pattern(
                regexp = "[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}])?",
                message = "must be an e-mail address")
        String email,

        @Nullable @Pattern(regexp = "\\+?[0-9](?:[ ().-]?[0-9]){4,19}", message = "must be a telephone number")
        String phone,

        @Nullable @Pattern(regexp = "[\\x21-\\x7E]{1,2048}", message = "must be 1-2048 visible ASCII characters")
        String pushToken,

        @Nullable @Pattern(regexp = "[^\\p{Cntrl}]{1,400}", message = "must be 1-400 characters on one line")
        String postalAddress,

        @NotNull @Pattern(regexp = "[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", message = "must be a language tag")
        String locale,

        @Nullable @Size(max = 7) List<@NotNull Channel> preferred) {

    @Override
    public String toString() {
        return "ContactPointsRequest[redacted]";
    }
}
