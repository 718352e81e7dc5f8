package covenant.request.order;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 of handed-in JSON, whatever the order of fields, the spaces between them and the zeros at the end of a number. Read
 * once as it streams by; only one value is in memory. Of personal data: stored sealed only.
 */
final class DataDigest {
    private static final BigInteger MODULUS = BigInteger.TWO.pow(256);

    private final MessageDigest digest;

    DataDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    /** Of the value that the parser stands at, copied while it is read; the parser stands at its end afterwards. */
    byte[] copy(JsonParser parser, JsonGenerator copy) throws IOException {
        copy.copyCurrentEvent(parser);
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser, copy);
            case START_ARRAY -> array(parser, copy);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> text("NUMBER", number(parser.getText()));
            case VALUE_STRING -> text("STRING", parser.getText());
            case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> text("LITERAL", parser.getText());
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                throw new IllegalStateException("no value of JSON");
        };
    }

    private static String number(String text) {
        try {
            return new BigDecimal(text).stripTrailingZeros().toString();
        } catch (NumberFormatException | ArithmeticException beyondAllBounds) {
            return text;
        }
    }

    private byte[] object(JsonParser parser, JsonGenerator copy) throws IOException {
        Fields fields = new Fields();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            copy.copyCurrentEvent(parser);
            String name = parser.currentName();
            parser.nextToken();
            fields.add(name, copy(parser, copy));
        }
        copy.copyCurrentEvent(parser);
        return fields.digest();
    }

    private byte[] array(JsonParser parser, JsonGenerator copy) throws IOException {
        byte[] all = text("ARRAY", "");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            byte[] item = copy(parser, copy);
            digest.update(all);
            all = digest.digest(item);
        }
        copy.copyCurrentEvent(parser);
        return all;
    }

    /** With its length before it: no two sequences of texts read alike. */
    private byte[] text(String type, String text) {
        update(type);
        update(text);
        return digest.digest();
    }

    private void update(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    /** The fields of one object, whose names differ: their digests are added up, so that their order does not count. */
    final class Fields {
        private BigInteger sum = BigInteger.ZERO;
        private int count;

        void add(String name, byte[] value) {
            update("FIELD");
            update(name);
            sum = sum.add(new BigInteger(1, digest.digest(value))).mod(MODULUS);
            count++;
        }

        byte[] digest() {
            return text("OBJECT", count + ":" + sum.toString(16));
        }
    }
}
