package covenant.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.notification.channel.ProviderGate.Admission;
import covenant.notification.channel.SendResult.Accepted;
import covenant.notification.channel.SendResult.Fault;
import covenant.notification.channel.SendResult.Temporary;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AC-82")
class ProviderGateTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Temporary AWAY = new Temporary("AWAY", null, Fault.PROVIDER);
    private static final Circuit.Limits LIMITS = new Circuit.Limits(5, Duration.ofSeconds(30), Duration.ofMinutes(10));

    private final AtomicLong nanos = new AtomicLong();

    private ProviderGate gate(double rate) {
        return new ProviderGate(LIMITS, rate, nanos::get);
    }

    @Test
    void afterFiveFailuresInARowTheProviderIsLeftAloneAndThenTriedWithOneMessage() {
        ProviderGate gate = gate(0);
        for (int i = 0; i < 5; i++) {
            assertThat(gate.admit(NOW)).isEqualTo(new Admission.Admitted());
            gate.answered(AWAY, NOW);
        }

        assertThat(gate.admit(NOW)).isEqualTo(new Admission.Away(NOW.plusSeconds(30)));
        Instant later = NOW.plusSeconds(30);
        assertThat(gate.admit(later)).isEqualTo(new Admission.Admitted());
        assertThat(gate.admit(later)).as("only one tries").isInstanceOf(Admission.Away.class);
        gate.answered(AWAY, later);
        assertThat(gate.admit(later)).as("the pause doubles").isEqualTo(new Admission.Away(later.plusSeconds(60)));
        Instant back = later.plusSeconds(60);
        assertThat(gate.admit(back)).isEqualTo(new Admission.Admitted());
        gate.answered(new Accepted(null), back);
        assertThat(gate.admit(back)).isEqualTo(new Admission.Admitted());
        assertThat(gate.admit(back)).isEqualTo(new Admission.Admitted());
    }

    @Test
    void inTwoHoursOfOutageAProviderIsAskedAFewTimesAndTakenUpWithinTenMinutesOfItsReturn() {
        ProviderGate gate = gate(0);
        int asked = 0;
        Instant back = NOW.plus(Duration.ofHours(2));
        Instant now = NOW;
        while (now.isBefore(back.plus(Duration.ofMinutes(10)))) {
            if (gate.admit(now) instanceof Admission.Admitted) {
                asked++;
                gate.answered(now.isBefore(back) ? AWAY : new Accepted(null), now);
                if (!now.isBefore(back)) {
                    break;
                }
            }
            now = now.plusSeconds(1);
        }

        assertThat(asked).isBetween(10, 25);
        assertThat(now).isBefore(back.plus(Duration.ofMinutes(10)));
    }

    @Test
    void aFullMailboxIsNotTheProvidersFault() {
        ProviderGate gate = gate(0);
        for (int i = 0; i < 20; i++) {
            gate.answered(new Temporary("SMTP_452", null, Fault.MESSAGE), NOW);
        }

        assertThat(gate.admit(NOW)).isEqualTo(new Admission.Admitted());
    }

    @Test
    void retryAfterHoldsEveryMessageOfTheProvider() {
        ProviderGate gate = gate(0);
        gate.answered(new Temporary("GATEWAY_429", Duration.ofSeconds(90), Fault.THROTTLED), NOW);

        assertThat(gate.isBusy(NOW.plusSeconds(89))).isTrue();
        assertThat(gate.admit(NOW.plusSeconds(89))).isEqualTo(new Admission.Busy(NOW.plusSeconds(90)));
        assertThat(gate.admit(NOW.plusSeconds(90))).isEqualTo(new Admission.Admitted());
    }

    @Test
    void notMoreThanTheRateGoesOut() {
        ProviderGate gate = gate(10);
        int sent = 0;
        for (int millis = 0; millis < 3_000; millis += 10) {
            nanos.set(millis * 1_000_000L);
            if (gate.admit(NOW) instanceof Admission.Admitted) {
                sent++;
            }
        }

        assertThat(sent).isBetween(35, 40);
    }

    @Test
    void aClockThatIsSetBackShutsNoProviderForGood() {
        ProviderGate gate = gate(0);
        for (int i = 0; i < 5; i++) {
            gate.answered(AWAY, NOW);
        }
        gate.answered(new Temporary("GATEWAY_429", Duration.ofHours(1), Fault.THROTTLED), NOW);

        assertThat(gate.admit(NOW.minus(Duration.ofDays(365)))).isEqualTo(new Admission.Admitted());
    }
}
