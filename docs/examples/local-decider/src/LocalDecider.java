import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides without a call: from a copy of {@code privacy.consent-state.v1} (see {@link StateCopy}) and the catalogue. It answers as
 * {@code POST /v1/decisions} does for a purpose and a category of a person. Exceptions, recipients and data of third parties are
 * not in the copy: ask the service for those. What is not known is denied.
 *
 * <p>Not safe for use by several threads.
 */
public final class LocalDecider {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final List<String> OUTLIVE_THE_ACCOUNT = List.of("LEGAL_ARCHIVE", "SECURITY_RISK_CONTROL.necessary");
    private static final List<String> CREDIT_AGENCY_DATA = List.of("financial.credit_report", "financial.credit_score");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, JsonNode> catalogues = new HashMap<>();
    private final String consentService;
    private final StateCopy states;
    private final Clock clock;

    /** @param consentService its address, for the public catalogue */
    public LocalDecider(String consentService, StateCopy states, Clock clock) {
        this.consentService = consentService;
        this.states = states;
        this.clock = clock;
    }

    /** Call this from time to time: the operator may switch categories on and off, and publish new versions. */
    public void forgetCatalogues() {
        catalogues.clear();
    }

    public boolean permits(String subjectId, String purpose, String category) {
        Map<String, JsonNode> person = states.of(subjectId);
        if (person.isEmpty()) {
            return false;
        }
        JsonNode anything = person.values().iterator().next();
        JsonNode catalogue = governing(anything.path("acceptedVersion").asText(""), purpose);
        JsonNode asked = named(catalogue.path("purposes"), "code", purpose);
        JsonNode data = named(catalogue.path("categories"), "name", category);
        JsonNode use = use(catalogue, asked, data);
        if (use.isMissingNode() || !data.path("state").asText().equals("ON")) {
            return false;
        }
        String code = use.path("code").asText();
        boolean closed = anything.path("restricted").asBoolean();
        if (closed && !OUTLIVE_THE_ACCOUNT.contains(code)) {
            return false;
        }
        if (holds(anything.path("restrictedCategories"), "*", category) && !code.equals("LEGAL_ARCHIVE")) {
            return false;
        }
        if (restsOnLaw(use)) {
            return closed || anything.has("acceptedVersion");
        }
        boolean waits = anything.path("noticePending").asBoolean() && !use.path("mandatory").asBoolean();
        return !waits && !CREDIT_AGENCY_DATA.contains(category) && consented(person, use, data);
    }

    /** A refused part lists itself what a later consent to the whole covers again; else the whole covers it. */
    private boolean consented(Map<String, JsonNode> person, JsonNode use, JsonNode data) {
        String code = use.path("code").asText();
        String whole = use.path("parent").asText("");
        String field = needsSeparate(use, data) ? "separateCategories" : "categories";
        String category = data.path("name").asText();
        JsonNode own = person.getOrDefault(code, StateCopy.NOTHING);
        boolean refused = List.of("WITHDRAWN", "DECLINED").contains(own.path("status").asText());
        return covers(own, field, category)
                || (!refused && covers(person.getOrDefault(whole, StateCopy.NOTHING), field, category));
    }

    private boolean covers(JsonNode state, String field, String category) {
        boolean over = state.has("until")
                && LocalDate.parse(state.path("until").asText())
                        .isBefore(clock.instant().atZone(SHANGHAI).toLocalDate());
        return !over && holds(state.path(field), category);
    }

    /** Law or contract carries it: there is no switch. */
    private static boolean restsOnLaw(JsonNode use) {
        return use.path("mandatory").asBoolean()
                && !holds(use.path("bases"), "CONSENT")
                && !use.path("code").asText().equals("SERVICE_DELIVERY");
    }

    private static boolean needsSeparate(JsonNode use, JsonNode data) {
        JsonNode separate = data.path("separateFor");
        boolean forAPart = false;
        for (JsonNode part : use.path("parts")) {
            forAPart |= holds(separate, part.asText());
        }
        return forAPart || holds(separate, use.path("code").asText(), use.path("parent").asText(""));
    }

    /** The purpose, or the part of it, under which the category may be used. */
    private static JsonNode use(JsonNode catalogue, JsonNode purpose, JsonNode data) {
        JsonNode uses = data.path("purposes");
        if (holds(uses, purpose.path("code").asText("-"), purpose.path("parent").asText("-"))) {
            return purpose;
        }
        for (JsonNode part : purpose.path("parts")) {
            if (holds(uses, part.asText())) {
                return named(catalogue.path("purposes"), "code", part.asText());
            }
        }
        return StateCopy.NOTHING;
    }

    /** The version that the person accepted governs where it knows the purpose, else the one in force. */
    private JsonNode governing(String acceptedVersion, String purpose) {
        if (!acceptedVersion.isEmpty()) {
            JsonNode own = catalogues.computeIfAbsent(acceptedVersion, v -> fetch("?policyVersion=" + v));
            if (!named(own.path("purposes"), "code", purpose).isMissingNode()) {
                return own;
            }
        }
        return catalogues.computeIfAbsent("", v -> fetch(""));
    }

    private JsonNode fetch(String query) {
        try {
            var request = HttpRequest.newBuilder(URI.create(consentService + "/v1/catalogue" + query)).build();
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("catalogue: HTTP " + answer.statusCode());
            }
            return json.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("catalogue", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("catalogue", e);
        }
    }

    private static JsonNode named(JsonNode list, String field, String value) {
        for (JsonNode item : list) {
            if (item.path(field).asText().equals(value)) {
                return item;
            }
        }
        return StateCopy.NOTHING;
    }

    private static boolean holds(JsonNode list, String... anyOf) {
        for (JsonNode item : list) {
            if (List.of(anyOf).contains(item.asText())) {
                return true;
            }
        }
        return false;
    }
}
