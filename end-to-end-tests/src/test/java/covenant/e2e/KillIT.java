package covenant.e2e;

import static covenant.local.stack.Service.AUDIT;
import static covenant.local.stack.Service.CONSENT;
import static covenant.local.stack.Service.DATA_SUBJECT_REQUEST;
import static covenant.local.stack.Service.NOTIFICATION;
import static covenant.local.stack.Service.RETENTION;

import covenant.local.client.Events;
import covenant.local.fault.FaultRow;
import covenant.local.stack.Service;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of each service under load, and a start by the supervisor: what was acknowledged is there once, what it causes elsewhere happened
 * once. {@code -Dcovenant.e2e.kills=20} kills each more often, {@code -Dcovenant.e2e.replicas=2} runs two of each (as for all tests of this module).
 */
class KillIT {

    private static final int ACTS_BETWEEN_KILLS = 10;

    /** Two at a time: they die as thoroughly, and most of the test's time is their start. */
    private static final List<Service[]> WAVES = List.of(
            new Service[] {CONSENT, RETENTION}, new Service[] {DATA_SUBJECT_REQUEST, NOTIFICATION}, new Service[] {AUDIT
            });

    @Test
    @Tag("R-ENV-2")
    @Tag("R-ENV-3")
    @Tag("AC-45")
    @Tag("AC-87")
    void nothingAcknowledgedIsLostAndNothingHappensTwice() {
        SharedStack stack = SharedStack.get();
        int rounds = Integer.getInteger("covenant.e2e.kills", 1);
        Duration slowest = Duration.ZERO;
        try (Events events = stack.events()) {
            Load load = Load.on(stack.api());
            try (load) {
                load.goOnFor(ACTS_BETWEEN_KILLS);
                for (int round = 0; round < rounds; round++) {
                    for (Service[] wave : WAVES) {
                        Duration back = stack.kill(wave);
                        slowest = back.compareTo(slowest) > 0 ? back : slowest;
                        load.goOnFor(ACTS_BETWEEN_KILLS);
                    }
                }
            }
            Reckoning reckoning = Reckoning.of(load, stack.storage(), events).mustBeEven();
            Figures.fault(
                    FaultRow.KILL_SERVICES,
                    rounds * Service.values().length,
                    reckoning,
                    slowest,
                    "Each service killed %d times, two at a time; %d acts had to be said again.",
                    rounds,
                    load.repeated());
        }
    }
}
