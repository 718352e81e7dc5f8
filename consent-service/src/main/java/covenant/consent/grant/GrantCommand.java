package covenant.consent.grant;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.policy.PolicyVersion;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Answers of a person, or what a backend reports of them, with all that the decision needs to know.
 *
 * @param policy the version they were given against
 * @param retiredAt when that version stopped being in force
 * @param catalogue as that version has it
 * @param age in full years, where known
 * @param byBackend a backend asks; the person's own opt-in is free of the cooldown
 */
record GrantCommand(
        String subjectId,
        Evidence evidence,
        List<GrantItem> items,
        PolicyVersion policy,
        Optional<Instant> retiredAt,
        Catalogue catalogue,
        Optional<Integer> age,
        boolean byBackend,
        Duration cooldown,
        Supplier<UUID> ids) {}
