package covenant.request.facts;

import java.util.List;

/** The present state of a person's consent for one purpose, as the consent-service tells it. */
public record Consent(String purpose, String status, List<String> categories) {}
