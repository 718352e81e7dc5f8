package covenant.platform.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R-4.2.1-1")
@Tag("AC-92")
class StartupChecksTest {

    private static void start(@Nullable String region, String allowed) {
        new StartupChecks(Optional.ofNullable(region), allowed).onStart(new StartupEvent());
    }

    @ParameterizedTest
    @CsvSource({"cn-east-1, cn-.+", "cn-north-2, cn-.+", "bj-1, bj-.+"})
    void aServiceStartsWhereThePolicyPromisesThatDataStays(String region, String allowed) {
        assertThatCode(() -> start(region, allowed)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        ", cn-.+, covenant.residency.region is not set",
        "ap-southeast-1, cn-.+, covenant.residency.allowed",
        "cn-, cn-.+, covenant.residency.allowed",
        "eu-cn-1, cn-.+, covenant.residency.allowed"
    })
    void aServiceWithoutRegionOrElsewhereDoesNotStartAndNamesTheKey(
            @Nullable String region, String allowed, String named) {
        assertThatThrownBy(() -> start(region, allowed)).hasMessageContaining(named);
    }
}
