package covenant.consent.holder;

import covenant.contracts.HolderEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A holder as it is shown. */
record HolderView(
        String id,
        String name,
        String contact,
        HolderEntry.Kind kind,
        @Nullable String subKind,
        List<String> categories,
        List<String> purposes,
        String country,
        HolderEntry.Transport transport,
        @Nullable String url,
        String backupMaxAge,
        HolderEntry.@Nullable Agreement agreement,
        boolean main,
        HolderEntry.@Nullable CrossBorder crossBorder,
        HolderEntry.Status status,
        @Nullable String suspendedFor) {

    static HolderView of(Holder h) {
        HolderEntry e = h.entry();
        return new HolderView(
                e.holderId(),
                e.name(),
                h.contact(),
                e.kind(),
                e.subKind(),
                e.categories(),
                e.purposes(),
                e.country(),
                e.transport(),
                e.url(),
                e.backupMaxAge(),
                e.agreement(),
                e.main(),
                e.crossBorder(),
                e.status(),
                h.suspendedFor());
    }
}
