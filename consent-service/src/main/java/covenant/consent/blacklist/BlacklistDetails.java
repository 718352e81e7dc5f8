package covenant.consent.blacklist;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What an entry says of the person; stored only under the person's key.
 *
 * @param evidence a text or an object, as the company's own system has it
 * @param amountRange likewise
 */
record BlacklistDetails(
        String fact, JsonNode evidence, @Nullable JsonNode amountRange) {

    @Override
    public String toString() {
        return "BlacklistDetails[redacted]";
    }
}
