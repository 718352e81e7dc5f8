package covenant.audit.entry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The part of an entry that can be personal: payload and plain ids, in exact bytes, behind 32 random bytes of salt. The leaf commits to it
 * by SHA-256(salt || text); without the salt nobody can guess their way back, so destroying it erases.
 *
 * @param salt 32 random bytes
 * @param text canonical JSON {@code {accountId, actor, aggregateId, aggregateVersion, details, subjectId}}, absent ones left out
 */
public record Sealed(byte[] salt, String text) {

    private static final int SALT = 32;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final JsonFactory JSON = new JsonFactory();

    /** What is inside, opened. */
    public record Content(@Nullable String subjectId, String actor, String details) {}

    static Sealed of(Fact fact) {
        String text = new CanonicalJson()
                .text("accountId", fact.accountId())
                .text("actor", fact.actor().header())
                .text("aggregateId", fact.aggregateId())
                .text("aggregateVersion", fact.aggregateVersion())
                .raw("details", fact.details())
                .text("subjectId", fact.subjectId())
                .end();
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return new Sealed(salt, text);
    }

    /** SHA-256(salt || text) as lower-case hex, as it stands in the leaf. */
    public String commitment() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Salt and text in one piece, to be encrypted. */
    public byte[] toBytes() {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(salt, SALT + utf8.length);
        System.arraycopy(utf8, 0, bytes, SALT, utf8.length);
        return bytes;
    }

    /** Takes apart what {@link #toBytes()} put together. */
    public static Sealed parse(byte[] bytes) {
        return new Sealed(
                Arrays.copyOf(bytes, SALT), new String(bytes, SALT, bytes.length - SALT, StandardCharsets.UTF_8));
    }

    /** Reads the text; the details come out in the exact spelling in which they came in. */
    public Content content() {
        @Nullable String subjectId = null;
        String actor = "";
        String details = Fact.NO_DETAILS;
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "subjectId" -> subjectId = parser.getText();
                    case "actor" -> actor = parser.getText();
                    case "details" -> details = raw(parser);
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("sealed details are JSON that this service wrote", e);
        }
        return new Content(subjectId, actor, details);
    }

    private String raw(JsonParser parser) throws IOException {
        int from = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        return text.substring(from, (int) parser.currentLocation().getCharOffset());
    }

    @Override
    public String toString() {
        return "Sealed[…]";
    }
}
