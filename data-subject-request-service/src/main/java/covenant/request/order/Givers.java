package covenant.request.order;

import covenant.platform.holder.Holder;
import covenant.platform.holder.HolderRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The services of Covenant that give what they hold themselves: contact points, birth dates, evidence of consents. */
@ApplicationScoped
public class Givers {
    /**
     * What each holds besides its entry in the register: entries on defaults end by a rule of their own, so the register, which erasure
     * follows, does not name them.
     */
    private static final Map<String, Set<String>> BESIDE =
            Map.of("notification-service", Set.of(), "consent-service", Set.of("financial.overdue"));

    private final HolderRegistry holders;

    Givers(HolderRegistry holders) {
        this.holders = holders;
    }

    public record Gift(Holder giver, String category) {}

    /** One a category, each to be asked for apart: what a service does not hold of the person is then not taken for held. */
    public List<Gift> of(Collection<String> categories) {
        return BESIDE.entrySet().stream()
                .flatMap(beside -> holders.find(beside.getKey()).filter(Holder::isCovenant).stream()
                        .flatMap(giver -> categories.stream()
                                .filter(c -> giver.categories().contains(c)
                                        || beside.getValue().contains(c))
                                .distinct()
                                .map(c -> new Gift(giver, c))))
                .toList();
    }
}
