package covenant.platform.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/**
 * Streams: a fresh key for each, wrapped by the person's key, stands at the head: {@code format (1 byte), length (2 bytes), wrapped key, segments}.
 */
final class StreamCipher {
    private static final byte FORMAT = 1;

    OutputStream encrypting(Aead subjectKey, byte[] binding, OutputStream out) throws IOException {
        try {
            KeysetHandle key = Ciphers.newKeyset(Ciphers.STREAM);
            byte[] wrapped =
                    TinkProtoKeysetFormat.serializeEncryptedKeyset(key, subjectKey, binding, Ciphers.CONFIGURATION);
            DataOutputStream head = new DataOutputStream(out);
            head.writeByte(FORMAT);
            head.writeShort(wrapped.length);
            head.write(wrapped);
            head.flush();
            return Ciphers.primitive(key, StreamingAead.class).newEncryptingStream(out, binding);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot encrypt a stream", e);
        }
    }

    InputStream decrypting(Aead subjectKey, byte[] binding, InputStream in) throws IOException {
        DataInputStream head = new DataInputStream(in);
        if (head.readByte() != FORMAT) {
            throw new CiphertextException("Not an encrypted stream of this format");
        }
        byte[] wrapped = new byte[head.readUnsignedShort()];
        head.readFully(wrapped);
        try {
            KeysetHandle key =
                    TinkProtoKeysetFormat.parseEncryptedKeyset(wrapped, subjectKey, binding, Ciphers.CONFIGURATION);
            return Ciphers.primitive(key, StreamingAead.class).newDecryptingStream(in, binding);
        } catch (GeneralSecurityException e) {
            throw new CiphertextException("A stream was changed or belongs to another person or field", e);
        }
    }
}
