package covenant.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import covenant.local.stack.DataDirectory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CovenantCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tokenSaysWhatWasAskedFor() {
        DataDirectory.at(directory).create();

        int code = run("token", "HOLDER", "--holder", "core", "--sub", "sys-1", "--mfa", "--ttl", "PT1M");

        String payload =
                new String(Base64.getUrlDecoder().decode(out.toString().split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(code).isZero();
        assertThat(payload)
                .contains("\"iss\":\"https://covenant.local\"", "\"aud\":\"covenant\"", "\"sub\":\"sys-1\"")
                .contains("\"groups\":[\"HOLDER\"]", "\"holder\":\"core\"", "\"mfa\"");
    }

    @Test
    void assertionOfTheLoginIsNoAccessToken() {
        DataDirectory.at(directory).create();

        assertThat(run("token", "SUBJECT", "--sub", "s-1", "--assertion")).isZero();

        String payload =
                new String(Base64.getUrlDecoder().decode(out.toString().split("\\.")[1]), StandardCharsets.UTF_8);
        assertThat(payload)
                .contains("\"iss\":\"https://login.covenant.local\"", "\"aud\":\"covenant-identity\"", "\"mfa\"")
                .doesNotContain("groups");
        assertThat(run("token", "BACKEND", "--assertion")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUBJECT", "HOLDER", "EMPEROR"})
    void tokenThatNamesTooLittleOrTooMuchIsRefused(String role) {
        DataDirectory.at(directory).create();
        assertThat(run("token", role)).isEqualTo(2);
        assertThat(err.toString()).isNotBlank();
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clock", "demo", "verify"})
    void commandsThatNeedAStackSayHowToStartOne(String command) {
        assertThat(run(command)).isEqualTo(1);
        assertThat(err.toString()).contains("./covenant up").doesNotContain("Exception");
    }

    @Test
    void statusAndDownWithoutAStackSaySo() {
        assertThat(run("status")).isEqualTo(1);
        assertThat(run("down")).isZero();
        assertThat(out.toString()).contains("No stack runs on " + directory);
    }

    @Test
    void verifierReceivesItsOwnArguments() {
        assertThat(CovenantCommand.run(
                        new String[] {"verify", directory.resolve("no-log").toString()},
                        new PrintWriter(out),
                        new PrintWriter(err)))
                .isNotZero();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", directory.toString()));
        return CovenantCommand.run(all.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
