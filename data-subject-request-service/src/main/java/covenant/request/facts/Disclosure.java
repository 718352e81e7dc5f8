package covenant.request.facts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who got which categories of a person, when and on what ground.
 *
 * @param reference under which the recipient knows the person
 * @param secret a duty of secrecy forbids telling the person (PIPL art. 18)
 */
public record Disclosure(
        String recipient,
        String kind,
        String ground,
        String purpose,
        List<String> categories,
        @Nullable String reference,
        boolean secret,
        Instant sharedAt) {}
