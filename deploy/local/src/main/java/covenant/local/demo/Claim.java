package covenant.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import covenant.local.client.Answer;
import covenant.local.client.Poll;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** Claims of the story, checked against real answers. */
final class Claim {

    private Claim() {}

    static void that(boolean holds, String claim, Object instead) {
        if (!holds) {
            throw new StoryBroken(claim, String.valueOf(instead));
        }
    }

    /** The answer has this status. */
    static Answer status(int expected, Answer answer) {
        that(answer.status() == expected, "status " + expected, answer.described());
        return answer;
    }

    /** The answer is a success. */
    static Answer success(Answer answer) {
        that(answer.isSuccess(), "a successful answer", answer.described());
        return answer;
    }

    /** The text at the JSON pointer is this. */
    static Answer equal(String expected, String pointer, Answer answer) {
        that(expected.equals(answer.at(pointer)), pointer + " = " + expected, answer.described());
        return answer;
    }

    /** There is one in time. */
    static <T> T soon(String claim, Duration atMost, Supplier<Optional<T>> question) {
        return Poll.until(atMost, question)
                .orElseThrow(() -> new StoryBroken(claim, "nothing of the kind within " + atMost.toSeconds() + " s"));
    }

    /** The answer satisfies the condition in time. */
    static Answer eventually(String claim, Duration atMost, Supplier<Answer> question, Predicate<Answer> condition) {
        Answer[] last = new Answer[1];
        return Poll.until(atMost, () -> {
                    last[0] = question.get();
                    return Optional.of(last[0]).filter(condition);
                })
                .orElseThrow(() -> new StoryBroken(claim, last[0].described() + " after " + atMost.toSeconds() + " s"));
    }

    /** The first item of a JSON array that satisfies the condition. */
    static Optional<JsonNode> first(JsonNode array, Predicate<JsonNode> condition) {
        return StreamSupport.stream(array.spliterator(), false)
                .filter(condition)
                .findFirst();
    }

    /** The first item of a list answer that satisfies the condition. */
    static Optional<JsonNode> item(Answer list, Predicate<JsonNode> condition) {
        return first(list.json().path("items"), condition);
    }
}
