package covenant.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictTimesTest {
    private static final long SEED = 20261130;
    private static final String LETTERS = "0123456789TtZz:.-+ ,";

    /** The short way for plain UTC may not read anything else than the general one does, nor refuse anything else. */
    @Test
    void readsWhatTheGeneralParserReads() {
        Random random = new Random(SEED);
        int understood = 0;
        for (int i = 0; i < 200_000; i++) {
            String text = random(random);
            Optional<Instant> read = read(text);
            assertThat(read).as("%s (seed %d)", text, SEED).isEqualTo(general(text));
            understood += read.isPresent() ? 1 : 0;
        }
        assertThat(understood).isBetween(50_000, 190_000);
    }

    /** Repeated or not: the text that was written last is kept. */
    @Test
    void writesWhatAnInstantSays() throws Exception {
        ObjectMapper mapper = StrictJson.newMapper();
        Random random = new Random(SEED);
        Instant instant = Instant.EPOCH;
        for (int i = 0; i < 10_000; i++) {
            instant = random.nextBoolean()
                    ? instant
                    : Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
            assertThat(mapper.writeValueAsString(instant))
                    .as("seed %d", SEED)
                    .isEqualTo('"' + instant.toString() + '"');
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:00:60Z",
                "2026-01-01T00:00:00.0123456789Z",
                "2026-01-01T00:00:00",
                "1899-12-31T23:59:59Z",
                "2026-01-01 00:00:00Z",
                "",
                "Z"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> StrictTimes.instant(text)).isInstanceOf(DateTimeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-02-29T00:00:00Z", "2026-03-01T08:30:00.5Z", "2026-03-01T08:30:00.123456789Z"})
    void readsPlainUtc(String text) {
        assertThat(StrictTimes.instant(text)).isEqualTo(Instant.parse(text));
    }

    /** An instant as it is written, in half of the cases with one letter changed, left out or put in. */
    private static String random(Random random) {
        Instant instant = Instant.ofEpochSecond(
                random.nextLong(-2_100_000_000L, 4_000_000_000L),
                random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000) * (random.nextBoolean() ? 1_000L : 1L));
        StringBuilder text = new StringBuilder(instant.toString());
        int at = random.nextInt(text.length());
        char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
        switch (random.nextInt(6)) {
            case 0 -> text.setCharAt(at, letter);
            case 1 -> text.deleteCharAt(at);
            case 2 -> text.insert(at, letter);
            default -> {}
        }
        return text.toString();
    }

    private static Optional<Instant> read(String text) {
        try {
            return Optional.of(StrictTimes.instant(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> general(String text) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            return time.getYear() < 1900 ? Optional.empty() : Optional.of(time.toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
