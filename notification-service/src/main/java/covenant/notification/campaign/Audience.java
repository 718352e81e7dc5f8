package covenant.notification.campaign;

import covenant.contracts.NotificationEvent.CampaignKind;
import java.util.List;
import java.util.Set;

/** Who is told. A bean per kind of audience. */
public interface Audience {
    Set<CampaignKind> kinds();

    /**
     * The next persons, in ascending order of subjectId (collation C), each once.
     *
     * @param after the last one of the batch before; empty at the beginning
     */
    List<String> next(Campaign campaign, String after, int limit);

    /** How many there will be, as far as is known now. */
    long size(Campaign campaign);
}
