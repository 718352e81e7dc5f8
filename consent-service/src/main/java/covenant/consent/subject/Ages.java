package covenant.consent.subject;

import covenant.platform.crypto.Decrypted;
import covenant.platform.crypto.FieldCipher;
import covenant.platform.time.LegalCalendar;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;

/** Ages of the persons whose birth date is known; the date itself is encrypted under the person's key and never emitted. */
@ApplicationScoped
public class Ages {
    public static final int ADULT = 18;
    /** Below this a guardian consents (PIPL art. 31). */
    public static final int OWN_CONSENT = 14;

    private static final String FIELD = "subject_state.birth_date";

    private final SubjectStore store;
    private final FieldCipher cipher;

    Ages(SubjectStore store, FieldCipher cipher) {
        this.store = store;
        this.cipher = cipher;
    }

    /** The age in full years; empty where the birth date is unknown, or the person was known to be an adult. */
    public Optional<Integer> ageOf(SubjectState state, Instant now) {
        if (!state.minor()) {
            return Optional.empty();
        }
        return store.birthDate(state.subjectId()).flatMap(ciphertext -> switch (cipher.decrypt(
                state.subjectId(), FIELD, ciphertext)) {
            case Decrypted.Value value -> Optional.of(age(LocalDate.parse(value.asText()), now));
            case Decrypted.Erased erased -> Optional.empty();
        });
    }

    /** Stores or replaces the birth date. The person's row must be locked. */
    @Transactional(Transactional.TxType.MANDATORY)
    public void put(String subjectId, LocalDate birthDate, Instant now) {
        store.birthDate(subjectId, cipher.encrypt(subjectId, FIELD, birthDate.toString()), age(birthDate, now) < ADULT);
    }

    static int age(LocalDate birthDate, Instant now) {
        return Period.between(birthDate, LegalCalendar.dayOf(now)).getYears();
    }
}
