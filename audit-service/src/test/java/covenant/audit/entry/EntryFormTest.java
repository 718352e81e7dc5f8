package covenant.audit.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.audit.entry.Drafts.Draft;
import covenant.audit.entry.Fact.Origin;
import covenant.contracts.Actor;
import covenant.platform.crypto.BlindIndex;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryFormTest {

    private static final Instant NOW = Instant.parse("2026-05-01T00:00:00.123456789Z");
    private final Drafts drafts = new Drafts(new Pseudonyms(new BlindIndex((name, first) -> new byte[32])));

    @Test
    void membersAreSortedAndEscapedAsRfc8785Demands() {
        String json = new CanonicalJson()
                .number("a", 12L)
                .text("absent", null)
                .text("b", "quote \" back \\ tab \t bell \u0007 人")
                .text("bb", "\"first and last\n")
                .raw("c", "[1, 2]")
                .end();

        assertThat(json).isEqualTo("""
                {"a":12,"b":"quote \\" back \\\\ tab \\t bell \\u0007 人","bb":"\\"first and last\\n","c":[1, 2]}""");
    }

    @Test
    void membersOutOfOrderOrTwiceAreRefused() {
        CanonicalJson json = new CanonicalJson().text("b", "");

        assertThatThrownBy(() -> json.text("a", "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json.number("b", 1L)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("R-4.1.2-5")
    void theLeafHoldsNeitherPersonNorPayload() {
        Draft draft = drafts.draft(fact("s-77", new Actor("SUBJECT", "s-77"), "{\"purpose\":\"SECRET_MARK\"}"));
        String leaf = new String(draft.leaf(NOW).toBytes(), StandardCharsets.UTF_8);

        assertThat(leaf)
                .doesNotContain("s-77", "SECRET_MARK", "acc-9")
                .contains("\"subject\":\"p-", "\"actor\":\"SUBJECT:p-");
        assertThat(draft.sealed().text()).contains("s-77", "SECRET_MARK", "acc-9");
    }

    @Test
    void aLeafIsReadBackAsItWasWritten() {
        Leaf leaf = drafts.draft(fact(null, Actor.system("test"), "null")).leaf(NOW);

        assertThat(Leaf.parse(leaf.toBytes())).contains(leaf);
        assertThat(leaf.loggedAt()).isEqualTo(Instant.parse("2026-05-01T00:00:00.123456Z"));
    }

    @Test
    void theSamePersonHasOnePseudonymAndTheSamePayloadAnotherSalt() {
        Draft first = drafts.draft(fact("s-1", Actor.system("test"), "{}"));
        Draft second = drafts.draft(fact("s-1", Actor.system("test"), "{}"));

        assertThat(first.subject()).isEqualTo(second.subject());
        assertThat(first.commitment()).isNotEqualTo(second.commitment());
        assertThat(first.payloadMac()).isEqualTo(second.payloadMac());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-0.10",
                "1e400",
                "123456789012345678901234567890",
                "\"text \\ud83d\\ude00 \\\" 人\"",
                "[]",
                "{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":\"}\"}",
                "{ \"spaced\" :  1 }",
                "{\"subjectId\":\"inner\"}"
            })
    void detailsComeOutInTheSpellingInWhichTheyCame(String details) throws Exception {
        Sealed sealed = Sealed.parse(drafts.draft(fact("s-1", new Actor("OPS", "o-1"), details))
                .sealed()
                .toBytes());

        assertThat(sealed.content()).isEqualTo(new Sealed.Content("s-1", "OPS:o-1", details));
        assertThat(new ObjectMapper().readTree(sealed.text()).path("subjectId").asText())
                .isEqualTo("s-1");
    }

    private static Fact fact(@Nullable String subject, Actor actor, String details) {
        return new Fact(
                "e-1",
                "/test",
                "Tested",
                NOW,
                NOW,
                subject,
                "acc-9",
                "agg-" + subject,
                "3",
                "c-1",
                null,
                actor,
                "1",
                null,
                new Origin("privacy.account.v1", 2, 7),
                details);
    }
}
