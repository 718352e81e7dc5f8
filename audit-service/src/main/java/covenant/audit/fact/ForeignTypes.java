package covenant.audit.fact;

import covenant.contracts.EventTypes;
import covenant.contracts.Topic;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What another system may say by REST: whatever has a name of its own, and what the company's systems say on Kafka too. What only a service of
 * Covenant can know (a consent, an erasure, an answer given) is told by that service; under that name a stranger's word would count in reports.
 */
final class ForeignTypes {

    /** Topics that the company's own systems and its data holders publish on. */
    private static final Set<Topic> OPEN = EnumSet.of(Topic.ACCOUNT, Topic.HOLDER_ACK, Topic.DATA_ACCESS);

    /** Entries that the log makes itself, beside the events of {@link Topic#AUDIT}. */
    private static final Set<String> OF_THE_LOG =
            Set.of("MalformedEvent", "Tombstone", "FindingResolved", "FindingRuleChanged", "LogMonthRemoved");

    private static final Set<String> OURS = EventTypes.all().stream()
            .filter(type -> !OPEN.contains(type.topic()))
            .map(type -> type.name())
            .collect(Collectors.toUnmodifiableSet());

    private ForeignTypes() {}

    static boolean allows(String type) {
        return !OURS.contains(type) && !OF_THE_LOG.contains(type);
    }
}
