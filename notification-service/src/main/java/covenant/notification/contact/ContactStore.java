package covenant.notification.contact;

import covenant.contracts.NotificationEvent.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Table {@code contact}; sees ciphertexts only. */
@ApplicationScoped
class ContactStore {
    private final Jdbi jdbi;

    ContactStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    void put(ContactRow row, byte @Nullable [] emailIndex, byte @Nullable [] phoneIndex) {
        jdbi.useHandle(h -> h.createUpdate("""
                        insert into contact (subject_id, email, email_index, phone, phone_index, push_token,
                            postal_address, locale, preferred, updated_at)
                        values (:subject, :email, :emailIndex, :phone, :phoneIndex, :push, :address, :locale,
                            :preferred, :at)
                        on conflict (subject_id) do update set email = excluded.email,
                            email_index = excluded.email_index, phone = excluded.phone,
                            phone_index = excluded.phone_index, push_token = excluded.push_token,
                            postal_address = excluded.postal_address, locale = excluded.locale,
                            preferred = excluded.preferred, updated_at = excluded.updated_at""")
                .bind("subject", row.subjectId())
                .bind("email", row.email())
                .bind("emailIndex", emailIndex)
                .bind("phone", row.phone())
                .bind("phoneIndex", phoneIndex)
                .bind("push", row.pushToken())
                .bind("address", row.postalAddress())
                .bind("locale", row.locale())
                .bindArray(
                        "preferred",
                        String.class,
                        row.preferred().stream().map(Channel::name).toList())
                .bind("at", row.updatedAt())
                .execute());
    }

    Optional<ContactRow> find(String subjectId) {
        return find(List.of(subjectId)).stream().findFirst();
    }

    List<ContactRow> find(Collection<String> subjectIds) {
        return jdbi.withHandle(h -> h.createQuery("""
                        select subject_id, email, phone, push_token, postal_address, locale, preferred, updated_at
                        from contact where subject_id = any(:ids)""")
                .bindArray("ids", String.class, subjectIds)
                .map((row, c) -> ContactRow.read(row))
                .list());
    }

    int delete(String subjectId) {
        return jdbi.withHandle(h -> h.createUpdate("delete from contact where subject_id = :id")
                .bind("id", subjectId)
                .execute());
    }

    /** Removes the columns of these channels; returns how many values went. A row without any value goes as a whole. */
    int clear(String subjectId, Set<ContactField> fields) {
        Optional<ContactRow> row = find(subjectId);
        if (row.isEmpty()) {
            return 0;
        }
        int held = (int) fields.stream().filter(f -> f.heldIn(row.get())).count();
        Set<ContactField> left = new HashSet<>(Set.of(ContactField.values()));
        left.removeAll(fields);
        if (left.stream().noneMatch(f -> f.heldIn(row.get()))) {
            delete(subjectId);
            return held;
        }
        String assignments = String.join(
                ", ", fields.stream().map(ContactField::clearing).sorted().toList());
        jdbi.useHandle(h -> h.createUpdate("update contact set " + assignments + " where subject_id = :id")
                .bind("id", subjectId)
                .execute());
        return held;
    }

    List<String> byIndex(ContactField field, byte[] index) {
        return jdbi.withHandle(h -> h.createQuery("select subject_id from contact where " + field.column()
                        + "_index = :index order by subject_id limit 100")
                .bind("index", index)
                .mapTo(String.class)
                .list());
    }

    Set<String> shredded(Collection<String> subjectIds) {
        return new HashSet<>(jdbi.withHandle(h -> h.createQuery(
                        "select subject_id from subject_key where shredded_at is not null and subject_id = any(:ids)")
                .bindArray("ids", String.class, subjectIds)
                .mapTo(String.class)
                .list()));
    }
}
