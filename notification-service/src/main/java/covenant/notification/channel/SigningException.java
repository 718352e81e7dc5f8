package covenant.notification.channel;

/** There is no proof of who asks for now; nothing was sent. */
final class SigningException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SigningException() {
        super("no access token", null, false, false);
    }
}
