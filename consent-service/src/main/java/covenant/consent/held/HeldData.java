package covenant.consent.held;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.consent.blacklist.BlacklistEntries;
import covenant.consent.grant.GivenEvidence;
import covenant.consent.subject.Ages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is held of a person in clear, by category: the birth date, each consent and refusal with its evidence, entries on
 * defaults. Of guardians, and of who recorded an entry, nothing is told: that concerns others.
 */
@ApplicationScoped
class HeldData {
    static final String BIRTH_DATE = "basic.birth_date";
    static final String EVIDENCE = "consent.evidence";

    /** Sealed and in an event it stays well below what a broker takes. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    private final Ages ages;
    private final GivenEvidence consents;
    private final BlacklistEntries blacklist;
    private final ObjectMapper json;

    HeldData(Ages ages, GivenEvidence consents, BlacklistEntries blacklist, ObjectMapper json) {
        this.ages = ages;
        this.consents = consents;
        this.blacklist = blacklist;
        this.json = json;
    }

    /** Categories of which nothing is held are absent; where there is more than fits, the last item says where the rest is. */
    Map<String, List<JsonNode>> of(String subjectId, List<String> categories) {
        Map<String, List<JsonNode>> held = new LinkedHashMap<>();
        for (String category : categories) {
            List<JsonNode> items = switch (category) {
                case BIRTH_DATE ->
                    ages.birthDate(subjectId).map(this::item).stream().toList();
                case EVIDENCE -> bounded(consents.newestFirst(subjectId), "/v1/subjects/{id}/consents/history");
                case BlacklistEntries.CATEGORY ->
                    bounded(blacklist.shownTo(subjectId), "/v1/subjects/{id}/blacklist-entries");
                // Categories are open: what stands in no table here is not held.
                case String other -> List.of();
            };
            if (!items.isEmpty()) {
                held.put(category, items);
            }
        }
        return held;
    }

    private List<JsonNode> bounded(List<? extends Record> all, String rest) {
        List<JsonNode> items = new ArrayList<>();
        int characters = 0;
        for (Record one : all) {
            JsonNode item = item(one);
            characters += item.toString().length();
            if (characters > MOST_CHARACTERS) {
                items.add(json.createObjectNode().put("more", "GET " + rest));
                break;
            }
            items.add(item);
        }
        return items;
    }

    private JsonNode item(Object value) {
        return json.valueToTree(value);
    }
}
