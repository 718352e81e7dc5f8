package covenant.consent.grant;

import covenant.contracts.ConsentEvent.Method;
import java.time.Instant;
import java.util.List;

/** What was shown and how it was accepted: without each of these a consent is not recorded (R-PRE-2). */
public record Evidence(
        String policyVersion,
        String policySha256,
        Instant presentedAt,
        Instant acceptedAt,
        Method method,
        String channel,
        String appVersion,
        String locale,
        List<String> highlightedSectionsShown) {}
