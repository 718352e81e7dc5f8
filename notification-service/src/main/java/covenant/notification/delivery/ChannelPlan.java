package covenant.notification.delivery;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.contact.Reachability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * By which channels a person is told (R-4.1.3-4, R-6.2-1). Pure.
 *
 * @param sequence one after the other, until one reaches the person
 * @param beside at once, whatever happens to the others: the inbox, which the app shows as an interstitial
 */
record ChannelPlan(List<Channel> sequence, List<Channel> beside) {
    private static final List<Channel> USUAL = List.of(Channel.EMAIL, Channel.SMS, Channel.PUSH);

    /**
     * @param wanted what the request asks for, in order; absent means as the person prefers, then the usual
     * @param working channels that are configured here
     */
    static ChannelPlan of(
            MessageClass messageClass, @Nullable List<Channel> wanted, Reachability person, Set<Channel> working) {
        Set<Channel> usable = EnumSet.noneOf(Channel.class);
        usable.addAll(working);
        usable.retainAll(person.onFile());
        List<Channel> beside =
                interstitial(messageClass) && usable.contains(Channel.IN_APP) ? List.of(Channel.IN_APP) : List.of();
        Set<Channel> sequence = new LinkedHashSet<>();
        if (wanted != null && !wanted.isEmpty()) {
            sequence.addAll(wanted);
        } else {
            sequence.addAll(person.preferred());
            sequence.addAll(USUAL);
        }
        sequence.retainAll(usable);
        beside.forEach(sequence::remove);
        return new ChannelPlan(List.copyOf(sequence), beside);
    }

    /** What comes after this channel has failed; empty when nothing is left. */
    static List<Channel> after(List<Channel> sequence, Channel failed) {
        int index = sequence.indexOf(failed);
        return index < 0 ? List.of() : new ArrayList<>(sequence.subList(index + 1, sequence.size()));
    }

    /** A letter or a call is made by a person. */
    static boolean byHand(Channel channel) {
        return channel == Channel.LETTER || channel == Channel.PHONE;
    }

    static boolean interstitial(MessageClass messageClass) {
        return switch (messageClass) {
            case POLICY, BREACH, TERMINATION -> true;
            case SERVICE, RIGHTS, MARKETING -> false;
        };
    }
}
