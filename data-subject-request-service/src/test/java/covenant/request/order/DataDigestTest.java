package covenant.request.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataDigestTest {
    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"b\":[true,null]} | { \"b\" : [ true , null ], \"a\" : 1.00 }",
                "[1e2, 0.10]              | [100, 0.1]",
                "[\"\\u674e\"]            | [\"李\"]",
                "[1e99999999999]          | [ 1e99999999999 ]",
                "{\"x\":{\"p\":1,\"q\":2}} | {\"x\":{\"q\":2,\"p\":1}}"
            })
    @Tag("AC-35")
    void theSameDataInOtherWordsHasTheSameDigest(String one, String other) throws IOException {
        assertThat(streamed(one)).isEqualTo(streamed(other));
    }

    @Test
    @Tag("AC-35")
    void differentDataHasDifferentDigests() throws IOException {
        List<String> all = List.of(
                "{}",
                "[]",
                "[[]]",
                "[[],[]]",
                "[{}]",
                "{\"a\":{}}",
                "{\"a\":[]}",
                "{\"a\":1}",
                "{\"a\":\"1\"}",
                "{\"a\":true}",
                "{\"a\":\"true\"}",
                "{\"a\":null}",
                "{\"a\":\"\"}",
                "{\"a\":1,\"b\":2}",
                "{\"a\":2,\"b\":1}",
                "{\"ab\":1}",
                "[1,2]",
                "[2,1]",
                "[[1],[2]]",
                "[[1,2],[]]",
                "[[1,2]]",
                "[1,[2]]",
                "[\"a\",\"b\"]",
                "[\"ab\"]",
                "[\"a\",\"b\",\"\"]");

        Set<String> digests = new HashSet<>();
        for (String text : all) {
            assertThat(digests.add(streamed(text))).as(text).isTrue();
        }
    }

    @Test
    void aTreeHasTheDigestOfItsText() throws IOException {
        String text = "{\"a\":[1,2.50,\"x\",{\"b\":null}],\"c\":1234567890123456789}";
        try (JsonParser tree = json.readTree(text).traverse()) {
            assertThat(digest(tree)).isEqualTo(streamed(text));
        }
    }

    private static String streamed(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            return digest(parser);
        }
    }

    private static String digest(JsonParser parser) throws IOException {
        parser.nextToken();
        try (JsonGenerator nowhere = new JsonFactory().createGenerator(OutputStream.nullOutputStream())) {
            return DataDigest.hex(new DataDigest().copy(parser, nowhere));
        }
    }
}
