package covenant.platform.holder;

import covenant.contracts.HolderEntry;
import java.time.DateTimeException;
import java.time.Period;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A data holder or recipient, from this service's copy of the register.
 *
 * @param url where a webhook holder is called
 * @param backupMaxAge after which no backup of the holder is older (R-5.2-8)
 */
public record Holder(
        String id,
        HolderEntry.Kind kind,
        @Nullable String subKind,
        String name,
        List<String> categories,
        List<String> purposes,
        String country,
        HolderEntry.Transport transport,
        @Nullable String url,
        Period backupMaxAge,
        HolderEntry.Status status,
        HolderEntry.@Nullable Agreement agreement) {

    private static final String COVENANT = "COVENANT";

    /** @throws DateTimeException if the backup age is no period */
    static Holder of(HolderEntry entry) {
        return new Holder(
                entry.holderId(),
                entry.kind(),
                entry.subKind(),
                entry.name(),
                List.copyOf(entry.categories()),
                List.copyOf(entry.purposes()),
                entry.country(),
                entry.transport(),
                entry.url(),
                Period.parse(entry.backupMaxAge()),
                entry.status(),
                entry.agreement());
    }

    public boolean isInternal() {
        return kind == HolderEntry.Kind.INTERNAL;
    }

    /** One of the Covenant services itself. */
    public boolean isCovenant() {
        return COVENANT.equals(subKind);
    }

    /** Which of these categories it holds, sorted. */
    public List<String> held(Collection<String> wanted) {
        Set<String> own = new HashSet<>(categories);
        return wanted.stream().filter(own::contains).distinct().sorted().toList();
    }
}
