package covenant.notification.letter;

import java.time.LocalDate;

/**
 * What a letter says.
 *
 * @param reference printed small, so that a returned letter is recognised
 */
public record Letter(String address, String title, String text, LocalDate date, String reference, String language) {
    @Override
    public String toString() {
        return "Letter[" + reference + "]";
    }
}
