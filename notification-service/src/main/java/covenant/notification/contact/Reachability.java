package covenant.notification.contact;

import covenant.contracts.NotificationEvent.Channel;
import java.util.List;
import java.util.Set;

/**
 * Which channels a person has, without the addresses themselves.
 *
 * @param onFile channels with an address, and {@link Channel#IN_APP} unless the person was erased
 */
public record Reachability(String subjectId, Set<Channel> onFile, List<Channel> preferred) {}
