package covenant.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.contracts.NotificationEvent.Channel;
import covenant.contracts.NotificationEvent.MessageClass;
import covenant.notification.contact.Reachability;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.1.3-4")
@Tag("R-6.2-1")
class ChannelPlanTest {
    @ParameterizedTest(name = "{0}: wanted {1}, on file {2}, preferred {3}, working {4} -> {5} beside {6}")
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVICE     |            | EMAIL SMS PHONE IN_APP |           | EMAIL SMS IN_APP PHONE | EMAIL SMS  | -",
                "SERVICE     |            | EMAIL SMS PHONE IN_APP | SMS       | EMAIL SMS IN_APP PHONE | SMS EMAIL  | -",
                "SERVICE     | SMS        | EMAIL SMS PHONE IN_APP |           | EMAIL SMS IN_APP PHONE | SMS        | -",
                "SERVICE     | SMS        | EMAIL IN_APP           |           | EMAIL SMS IN_APP PHONE | -          | -",
                "SERVICE     |            | EMAIL SMS PHONE IN_APP | PHONE     | EMAIL IN_APP PHONE     | PHONE EMAIL| -",
                "RIGHTS      | IN_APP     | IN_APP                 |           | EMAIL IN_APP           | IN_APP     | -",
                "RIGHTS      |            | IN_APP                 |           | EMAIL IN_APP           | -          | -",
                "POLICY      |            | EMAIL IN_APP           |           | EMAIL IN_APP           | EMAIL      | IN_APP",
                "POLICY      | IN_APP     | EMAIL IN_APP           |           | EMAIL IN_APP           | -          | IN_APP",
                "BREACH      |            | IN_APP                 |           | EMAIL IN_APP           | -          | IN_APP",
                "BREACH      | LETTER SMS | EMAIL SMS LETTER PHONE IN_APP |    | EMAIL SMS LETTER IN_APP| LETTER SMS | IN_APP",
                "TERMINATION |            | -                      | EMAIL     | EMAIL IN_APP           | -          | -"
            })
    void channelsAreTakenInTheOrderOfTheRequestOrOfThePerson(
            MessageClass messageClass,
            String wanted,
            String onFile,
            String preferred,
            String working,
            String sequence,
            String beside) {
        ChannelPlan plan = ChannelPlan.of(
                messageClass,
                wanted == null ? null : channels(wanted),
                new Reachability("s", set(onFile), channels(preferred)),
                set(working));

        assertThat(plan.sequence()).containsExactlyElementsOf(channels(sequence));
        assertThat(plan.beside()).containsExactlyElementsOf(channels(beside));
    }

    private static Set<Channel> set(String names) {
        Set<Channel> set = EnumSet.noneOf(Channel.class);
        set.addAll(channels(names));
        return set;
    }

    private static List<Channel> channels(String names) {
        return names == null || names.equals("-")
                ? List.of()
                : Arrays.stream(names.split(" ")).map(Channel::valueOf).toList();
    }
}
