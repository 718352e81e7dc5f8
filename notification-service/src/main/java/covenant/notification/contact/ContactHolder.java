package covenant.notification.contact;

import covenant.platform.problem.RefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.validation.Validator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contact points as categories of the catalogue: what is held, and how a wrong one is put right (policy 5.1.1). */
@ApplicationScoped
public class ContactHolder {
    private static final String EMAIL = "basic.email";
    private static final String PHONE = "basic.mobile_phone";
    private static final String ADDRESS = "basic.address";

    private final Contacts contacts;
    private final Validator validator;

    ContactHolder(Contacts contacts, Validator validator) {
        this.contacts = contacts;
        this.validator = validator;
    }

    /** By category, in clear: only to be sealed for the service that answers the person. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Map<String, List<String>> held(String subjectId, List<String> categories) {
        Map<String, List<String>> held = new LinkedHashMap<>();
        contacts.open(subjectId).ifPresent(card -> {
            put(held, categories, EMAIL, card.email());
            put(held, categories, PHONE, card.phone());
            put(held, categories, ADDRESS, card.postalAddress());
        });
        return held;
    }

    private static void put(
            Map<String, List<String>> held, List<String> categories, String category, @Nullable String value) {
        if (value != null && categories.contains(category)) {
            held.put(category, List.of(value));
        }
    }

    /**
     * Puts the right values in the place of what is held; nothing is stored of a person of whom nothing is held.
     *
     * @return false when a value is no contact point: then nothing changes
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public boolean correct(String subjectId, Map<String, String> right) {
        Optional<ContactCard> card = contacts.open(subjectId);
        if (card.isEmpty()) {
            return true;
        }
        ContactCard was = card.get();
        ContactPointsRequest corrected = new ContactPointsRequest(
                right.getOrDefault(EMAIL, was.email()),
                right.getOrDefault(PHONE, was.phone()),
                was.pushToken(),
                right.getOrDefault(ADDRESS, was.postalAddress()),
                was.locale(),
                was.preferred());
        if (!validator.validate(corrected).isEmpty()) {
            return false;
        }
        try {
            contacts.put(subjectId, corrected);
            return true;
        } catch (RefusedException erased) {
            return true;
        }
    }
}
