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

/** Ages of the persons whose birth date is known; the date itself is encrypted under the person's key and emitted nowhere in clear. */
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

    /** For the person only; empty where none was told, or it was erased. */
    public Optional<String> birthDate(String subjectId) {
        return store.birthDate(subjectId)
                .flatMap(ciphertext ->
                        cipher.decrypt(subjectId, FIELD, ciphertext).text());
    }

    /** Stores or replaces the birth date. The person's row must be locked. */
    @Transactional(Transactional.TxType.MANDATORY)
    public SubjectState put(SubjectState state, LocalDate birthDate, Instant now) {
        int age = age(birthDate, now);
        String subjectId = state.subjectId();
        store.birthDate(subjectId, cipher.encrypt(subjectId, FIELD, birthDate.toString()), age < ADULT);
        return state.minor(age < ADULT).marks(state.marks().underFourteen(age < OWN_CONSENT));
    }

    /** As the person's age is now; the birth date of an adult is not looked at again. */
    @Transactional(Transactional.TxType.MANDATORY)
    public SubjectState refresh(SubjectState state, Instant now) {
        int age = ageOf(state, now).orElse(ADULT);
        if (state.minor() && age >= ADULT) {
            store.grownUp(state.subjectId());
        }
        return state.minor(age < ADULT).marks(state.marks().underFourteen(age < OWN_CONSENT));
    }

    static int age(LocalDate birthDate, Instant now) {
        return Period.between(birthDate, LegalCalendar.dayOf(now)).getYears();
    }
}
