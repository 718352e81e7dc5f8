package covenant.consent.grant;

import java.util.List;

/** What came of a command, and what the service can no longer do. */
record ConsentsView(List<ConsentView> consents, ServiceImpact serviceImpact) {}
