package covenant.audit.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/** Which purposes of the shipped catalogue may rest on a legal duty, so that no consent of the person is to be looked for (PIPL 13(3)). */
@ApplicationScoped
class Lawfulness {

    private static final String CATALOGUE = "catalogue/catalogue-1.json";

    private final Set<String> onLaw;

    Lawfulness() {
        this(onLaw());
    }

    Lawfulness(Set<String> onLaw) {
        this.onLaw = Set.copyOf(onLaw);
    }

    boolean restsOnLaw(String purpose) {
        return onLaw.contains(purpose);
    }

    private static Set<String> onLaw() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(CATALOGUE)) {
            if (in == null) {
                throw new IllegalStateException(CATALOGUE + " is missing");
            }
            Set<String> codes = new HashSet<>();
            for (JsonNode purpose : new ObjectMapper().readTree(in).path("purposes")) {
                for (JsonNode basis : purpose.path("bases")) {
                    if (basis.asText().equals("LEGAL_DUTY")) {
                        codes.add(purpose.path("code").asText());
                    }
                }
            }
            return codes;
        } catch (IOException e) {
            throw new IllegalStateException(CATALOGUE + " cannot be read", e);
        }
    }
}
