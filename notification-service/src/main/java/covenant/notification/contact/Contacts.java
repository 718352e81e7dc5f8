package covenant.notification.contact;

import covenant.contracts.NotificationEvent.Channel;
import covenant.platform.crypto.BlindIndex;
import covenant.platform.crypto.CiphertextException;
import covenant.platform.crypto.ContactForms;
import covenant.platform.crypto.Decrypted;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.crypto.SubjectKeys;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.RefusedException;
import covenant.platform.time.CovenantClock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps, opens and erases contact points. Addresses leave this service only towards the person they belong to. */
@ApplicationScoped
public class Contacts {
    private final ContactStore store;
    private final FieldCipher cipher;
    private final BlindIndex index;
    private final SubjectKeys keys;
    private final CovenantClock clock;

    Contacts(ContactStore store, FieldCipher cipher, BlindIndex index, SubjectKeys keys, CovenantClock clock) {
        this.store = store;
        this.cipher = cipher;
        this.index = index;
        this.keys = keys;
        this.clock = clock;
    }

    /** @throws RefusedException 409 {@code STATE_CONFLICT} if the person was erased */
    @Transactional
    ContactCard put(String subjectId, ContactPointsRequest r) {
        if (keys.isShredded(subjectId)) {
            throw new RefusedException(ProblemCode.STATE_CONFLICT, "The data subject was erased.");
        }
        List<Channel> preferred = r.preferred() == null
                ? List.of()
                : r.preferred().stream().distinct().toList();
        ContactCard card = new ContactCard(
                subjectId, r.email(), r.phone(), r.pushToken(), r.postalAddress(), r.locale(), preferred, clock.now());
        ContactRow row = new ContactRow(
                subjectId,
                seal(subjectId, ContactField.EMAIL, r.email()),
                seal(subjectId, ContactField.PHONE, r.phone()),
                seal(subjectId, ContactField.PUSH_TOKEN, r.pushToken()),
                seal(subjectId, ContactField.POSTAL_ADDRESS, r.postalAddress()),
                r.locale(),
                preferred,
                card.updatedAt());
        store.put(row, hash(ContactField.EMAIL, r.email()), hash(ContactField.PHONE, r.phone()));
        return card;
    }

    /** The person's contact points in clear; empty if none are held or the person was erased. */
    @Transactional
    public Optional<ContactCard> open(String subjectId) {
        return store.find(subjectId).flatMap(this::open);
    }

    /** As {@link #open(String)} for many, in three round trips; who holds none or was erased is left out. */
    @Transactional
    public Map<String, ContactCard> open(Collection<String> subjectIds) {
        Set<String> shredded = store.shredded(subjectIds);
        List<ContactRow> rows = store.find(subjectIds).stream()
                .filter(row -> !shredded.contains(row.subjectId()))
                .toList();
        try {
            return open(rows);
        } catch (CiphertextException oneOfThem) {
            return rows.stream().flatMap(this::openIfSound).collect(Collectors.toMap(ContactCard::subjectId, c -> c));
        }
    }

    /** What somebody changed in the database reaches nobody, and keeps nobody else's message back. */
    private Stream<ContactCard> openIfSound(ContactRow row) {
        try {
            return open(row).stream();
        } catch (CiphertextException changed) {
            return Stream.empty();
        }
    }

    private Map<String, ContactCard> open(List<ContactRow> rows) {
        List<FieldCipher.Stored> sealed =
                rows.stream().flatMap(Contacts::sealed).toList();
        Iterator<Decrypted> values = cipher.decryptAll(sealed).iterator();
        Map<String, ContactCard> cards = new HashMap<>();
        for (ContactRow row : rows) {
            cards.put(
                    row.subjectId(),
                    new ContactCard(
                            row.subjectId(),
                            next(row.email(), values),
                            next(row.phone(), values),
                            next(row.pushToken(), values),
                            next(row.postalAddress(), values),
                            row.locale(),
                            row.preferred(),
                            row.updatedAt()));
        }
        return cards;
    }

    /** In the order of {@link ContactCard}'s fields. */
    private static Stream<FieldCipher.Stored> sealed(ContactRow row) {
        return Stream.of(
                        sealed(row, ContactField.EMAIL, row.email()),
                        sealed(row, ContactField.PHONE, row.phone()),
                        sealed(row, ContactField.PUSH_TOKEN, row.pushToken()),
                        sealed(row, ContactField.POSTAL_ADDRESS, row.postalAddress()))
                .flatMap(Optional::stream);
    }

    private static Optional<FieldCipher.Stored> sealed(ContactRow row, ContactField field, byte @Nullable [] value) {
        return Optional.ofNullable(value)
                .map(bytes -> new FieldCipher.Stored(row.subjectId(), field.cipherField(), bytes));
    }

    private static @Nullable String next(byte @Nullable [] value, Iterator<Decrypted> values) {
        return value == null ? null : clear(values.next());
    }

    private static @Nullable String clear(Decrypted decrypted) {
        return switch (decrypted) {
            case Decrypted.Value value -> value.asText();
            case Decrypted.Erased erased -> null;
        };
    }

    /** Which channels each of these persons has; every id asked for is answered. */
    @Transactional
    public Map<String, Reachability> reachability(Collection<String> subjectIds) {
        Map<String, ContactRow> rows =
                store.find(subjectIds).stream().collect(Collectors.toMap(ContactRow::subjectId, Function.identity()));
        Set<String> shredded = store.shredded(subjectIds);
        return subjectIds.stream().distinct().collect(Collectors.toMap(Function.identity(), id -> {
            ContactRow row = rows.get(id);
            if (shredded.contains(id)) {
                return new Reachability(id, EnumSet.noneOf(Channel.class), List.of());
            }
            return row == null
                    ? new Reachability(id, EnumSet.of(Channel.IN_APP), List.of())
                    : new Reachability(id, row.channels(), row.preferred());
        }));
    }

    /** Whether the person was erased here: nothing can be stored again. */
    public boolean isErased(String subjectId) {
        return keys.isShredded(subjectId);
    }

    @Transactional
    int delete(String subjectId) {
        return store.delete(subjectId);
    }

    /** Erases the contact points that fall under these categories; returns how many values went. */
    @Transactional(Transactional.TxType.MANDATORY)
    public int erase(String subjectId, Collection<String> categories) {
        Set<ContactField> fields = EnumSet.noneOf(ContactField.class);
        for (ContactField field : ContactField.values()) {
            if (categories.stream().anyMatch(field::holds)) {
                fields.add(field);
            }
        }
        return fields.isEmpty() ? 0 : store.clear(subjectId, fields);
    }

    /** Shreds the person's key and deletes what was stored under it. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void shred(String subjectId) {
        store.delete(subjectId);
        keys.shred(subjectId);
    }

    /** Persons who gave this address or number, however it was typed; at most 100. */
    @Transactional
    List<String> lookUp(@Nullable String email, @Nullable String phone) {
        return email != null
                ? store.byIndex(ContactField.EMAIL, required(hash(ContactField.EMAIL, email)))
                : store.byIndex(ContactField.PHONE, required(hash(ContactField.PHONE, phone)));
    }

    private static byte[] required(byte @Nullable [] hash) {
        return java.util.Objects.requireNonNull(hash, "a look-up needs an address");
    }

    private Optional<ContactCard> open(ContactRow row) {
        if (keys.isShredded(row.subjectId())) {
            return Optional.empty();
        }
        return Optional.of(new ContactCard(
                row.subjectId(),
                unseal(row, ContactField.EMAIL, row.email()),
                unseal(row, ContactField.PHONE, row.phone()),
                unseal(row, ContactField.PUSH_TOKEN, row.pushToken()),
                unseal(row, ContactField.POSTAL_ADDRESS, row.postalAddress()),
                row.locale(),
                row.preferred(),
                row.updatedAt()));
    }

    private byte @Nullable [] seal(String subjectId, ContactField field, @Nullable String value) {
        return value == null ? null : cipher.encrypt(subjectId, field.cipherField(), value);
    }

    private @Nullable String unseal(ContactRow row, ContactField field, byte @Nullable [] sealed) {
        if (sealed == null) {
            return null;
        }
        return clear(cipher.decrypt(row.subjectId(), field.cipherField(), sealed));
    }

    private byte @Nullable [] hash(ContactField field, @Nullable String value) {
        if (value == null) {
            return null;
        }
        String form = switch (field) {
            case EMAIL -> ContactForms.email(value);
            case PHONE -> ContactForms.phone(value);
            case PUSH_TOKEN, POSTAL_ADDRESS -> value;
        };
        return index.hmac(field.cipherField(), form);
    }
}
