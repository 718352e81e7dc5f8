package covenant.consent.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** Which categories were switched on or off after shipping (R-CAT-1). */
@ApplicationScoped
public class CategoryStates {
    private final Jdbi jdbi;

    CategoryStates(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Map<String, Category.State> all() {
        return jdbi.withHandle(h -> h.createQuery("select name, state from category_state")
                .setMapKeyColumn("name")
                .setMapValueColumn("state")
                .collectInto(new org.jdbi.v3.core.generic.GenericType<Map<String, Category.State>>() {}));
    }

    /** In the caller's transaction. */
    public void set(String name, Category.State state, java.time.Instant at, String by) {
        jdbi.useHandle(h -> h.createUpdate(
                        "insert into category_state (name, state, changed_at, changed_by)"
                                + " values (:name, :state, :at, :by) on conflict (name) do update"
                                + " set state = excluded.state, changed_at = excluded.changed_at, changed_by = excluded.changed_by")
                .bind("name", name)
                .bind("state", state.name())
                .bind("at", at)
                .bind("by", by)
                .execute());
    }
}
