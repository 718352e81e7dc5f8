package covenant.embedded.smtp;

/** A received message; {@code text} is its plain-text part, or the HTML where there is no other. */
public record Mail(String from, String to, String subject, String text) {

    /** Without content: mails hold personal data. */
    @Override
    public String toString() {
        return "Mail[" + text.length() + " characters]";
    }
}
