package covenant.local.fault;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.stack.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultRowTest {

    private static final Path HOME = Installation.find().home();

    /** A test that was renamed would be selected, not found, and not missed. */
    @ParameterizedTest
    @EnumSource
    void everyTestThatShowsARowIsThere(FaultRow row) throws IOException {
        assertThat(FaultRow.byLabel(row.label())).contains(row);
        assertThat(row.proofs()).isNotEmpty();
        for (FaultRow.Proof proof : row.proofs()) {
            String source = source(proof);
            if (proof.test().contains("#")) {
                String method = proof.test().replaceFirst(".*#", "").replace("*", "\\w*");
                assertThat(source).as("%s", proof).containsPattern("void " + method + "\\(");
            }
        }
    }

    @Test
    void theLongFormKillsMoreAndOnlyTheChosenRowsAreRun() {
        List<String> inShort = new FaultRun(HOME, List.of(FaultRow.HOLD_DURING_CLAIMS), false).command();
        List<String> inLong = new FaultRun(HOME, List.of(FaultRow.KILL_SERVICES, FaultRow.BROKER_AWAY), true).command();

        assertThat(inShort)
                .containsSequence("-pl", "retention-service")
                .noneMatch(argument -> argument.contains("covenant.faults"));
        assertThat(inLong)
                .containsSequence("-pl", "end-to-end-tests")
                .contains("-Dtest=KillIT,CampaignKillIT,BrokerAwayIT", "-Dcovenant.faults=long");
    }

    private static String source(FaultRow.Proof proof) throws IOException {
        try (Stream<Path> files = Files.walk(HOME.resolve(proof.module()).resolve("src/test/java"))) {
            Path file = files.filter(found -> found.endsWith(proof.testClass() + ".java"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no " + proof));
            return Files.readString(file);
        }
    }
}
