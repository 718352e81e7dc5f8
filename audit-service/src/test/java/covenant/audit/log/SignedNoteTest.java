package covenant.audit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R-4.1.2-4")
class SignedNoteTest {

    /** The example of the Go package golang.org/x/mod/sumdb/note, made by another implementation. */
    private static final String GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String GO_NOTE = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n"
            + "\n"
            + "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static final TestSigner SIGNER = new TestSigner("log.example.org/audit");
    private static final TreeHash ROOT = TreeHash.ofLeaf(new byte[] {1});

    @Test
    void aNoteOfAnotherImplementationVerifies() {
        VerifierKey key = VerifierKey.parse(GO_KEY);
        SignedNote note = SignedNote.parse(GO_NOTE);

        assertThat(note.verifiedBy(key)).isTrue();
        assertThat(note.format()).isEqualTo(GO_NOTE);
        assertThat(key.format()).isEqualTo(GO_KEY);
    }

    @Test
    void aChangedTextDoesNotVerify() {
        SignedNote note = SignedNote.parse(GO_NOTE.replace("problem is.", "problem is!"));

        assertThat(note.verifiedBy(VerifierKey.parse(GO_KEY))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
                "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                "PeterNeumann+c74f20a3",
                "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
                ""
            })
    void malformedVerifierKeysAreRefused(String key) {
        assertThatThrownBy(() -> VerifierKey.parse(key)).isInstanceOf(LogFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "text\n",
                "text\n\n",
                "text\n\n\n",
                "text\n— a AAAAAAA=\n",
                "text\n\n— a AAAAAAA=",
                "text\n\n— a AAAA\n",
                "text\n\n- a AAAAAAA=\n",
                "text\n\n— a b AAAAAAA=\n",
                "text\n\n— a+b AAAAAAA=\n",
                "text\n\n—  AAAAAAA=\n",
                "text\n\n— a AAAAAAA\n",
                "text\n\n— a AAAAAAB=\n",
                "te\u0000xt\n\n— a AAAAAAA=\n",
                "te\rxt\n\n— a AAAAAAA=\n"
            })
    void malformedNotesAreRefused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note)).isInstanceOf(LogFormatException.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertThatThrownBy(() -> SignedNote.parse(new byte[] {(byte) 0xC3, '\n', '\n'}))
                .isInstanceOf(LogFormatException.class);
    }

    @Test
    void foreignSignaturesAreIgnoredButABadOneOfOursIsNot() {
        SignedNote ours = new Checkpoint(SIGNER.key().name(), 1, ROOT).sign(SIGNER);
        SignedNote.Signature foreign = new SignedNote.Signature("witness.example.org", 7, new byte[] {1, 2, 3});
        SignedNote.Signature forged =
                new SignedNote.Signature(SIGNER.key().name(), SIGNER.key().id(), new byte[64]);

        assertThat(with(ours, foreign).verifiedBy(SIGNER.key())).isTrue();
        assertThat(with(ours, forged).verifiedBy(SIGNER.key())).isFalse();
        assertThat(new SignedNote(ours.text(), List.of(foreign)).verifiedBy(SIGNER.key()))
                .isFalse();
    }

    @Test
    void aCheckpointIsReadBackAsItWasSigned() {
        Checkpoint checkpoint = new Checkpoint(SIGNER.key().name(), 20_852_163, ROOT);
        SignedNote note = SignedNote.parse(checkpoint.sign(SIGNER).format().getBytes(StandardCharsets.UTF_8));

        assertThat(Checkpoint.open(note, SIGNER.key())).isEqualTo(checkpoint);
        assertThat(note.text()).isEqualTo("log.example.org/audit\n20852163\n" + ROOT.toBase64() + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log\n01\nR\n",
                "log\n-1\nR\n",
                "log\n+1\nR\n",
                "log\n1\nR",
                "log\n1\n",
                "log\n\nR\n",
                "\n1\nR\n",
                "log\n1\nAAAA\n",
                "log\n99999999999999999999\nR\n",
                "log\n9999999999999999999\nR\n",
                "log\n0\nR\n",
                "log\n1\nR\n\nmore\n",
                "log\n1 \nR\n"
            })
    void malformedCheckpointsAreRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text.replace("R", ROOT.toBase64())))
                .isInstanceOf(LogFormatException.class);
    }

    @Test
    void extensionLinesAreIgnored() {
        assertThat(Checkpoint.parse("log\n1\n" + ROOT.toBase64() + "\nextension 1\n"))
                .isEqualTo(new Checkpoint("log", 1, ROOT));
    }

    @Test
    void aCheckpointOfAnotherLogOrKeyIsNotOpened() {
        SignedNote note = new Checkpoint("log.example.org/other", 1, ROOT).sign(SIGNER);
        VerifierKey otherKey = new TestSigner(SIGNER.key().name()).key();

        assertThatThrownBy(() -> Checkpoint.open(note, SIGNER.key())).hasMessageContaining("another log");
        assertThatThrownBy(() -> Checkpoint.open(note, otherKey)).hasMessageContaining("not signed");
    }

    @Test
    void aProofShowsItsEntryAndNoOther() {
        TlogProof proof = proofOfSecond();

        assertThat(proof.proves(leaf("b"), SIGNER.key())).isTrue();
        assertThat(proof.proves(leaf("a"), SIGNER.key())).isFalse();
        assertThat(new TlogProof(0, proof.path(), proof.checkpoint()).proves(leaf("b"), SIGNER.key()))
                .isFalse();
        assertThat(proof.proves(leaf("b"), VerifierKey.parse(GO_KEY))).isFalse();
    }

    @Test
    void aProofIsReadBackAsItWasWritten() {
        TlogProof proof = proofOfSecond();
        String text = proof.format();

        assertThat(text)
                .startsWith("c2sp.org/tlog-proof@v1\nindex 1\n"
                        + TreeHash.ofLeaf(leaf("a")).toBase64() + "\n");
        assertThat(TlogProof.parse(text).format()).isEqualTo(text);
        assertThat(TlogProof.parse(text.replace("index", "extra AQID\nindex")).proves(leaf("b"), SIGNER.key()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c2sp.org/tlog-proof@v2\nindex 1\n\nN",
                "index 1\n\nN",
                "c2sp.org/tlog-proof@v1\n\nN",
                "c2sp.org/tlog-proof@v1\nindex 01\n\nN",
                "c2sp.org/tlog-proof@v1\nindex -1\n\nN",
                "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nN",
                "c2sp.org/tlog-proof@v1\nindex 1\nN",
                "c2sp.org/tlog-proof@v1\nextra ?\nindex 1\n\nN",
                "c2sp.org/tlog-proof@v1\r\nindex 1\n\nN",
                ""
            })
    void malformedProofsAreRefused(String text) {
        String note = new Checkpoint(SIGNER.key().name(), 1, ROOT).sign(SIGNER).format();

        assertThatThrownBy(() -> TlogProof.parse(text.replace("N", note))).isInstanceOf(LogFormatException.class);
    }

    private static TlogProof proofOfSecond() {
        List<TreeHash> hashes = List.of(TreeHash.ofLeaf(leaf("a")), TreeHash.ofLeaf(leaf("b")));
        TreeHash root = TreeHash.ofNode(hashes.get(0), hashes.get(1));
        return new TlogProof(
                1, hashes.subList(0, 1), new Checkpoint(SIGNER.key().name(), 2, root).sign(SIGNER));
    }

    private static byte[] leaf(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static SignedNote with(SignedNote note, SignedNote.Signature more) {
        List<SignedNote.Signature> signatures = new ArrayList<>(note.signatures());
        signatures.add(more);
        return new SignedNote(note.text(), signatures);
    }

    /** A fresh key in memory. */
    private static final class TestSigner implements NoteSigner {
        private final KeyPair pair;
        private final VerifierKey key;

        TestSigner(String name) {
            try {
                pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
            key = VerifierKey.of(name, pair.getPublic());
        }

        @Override
        public VerifierKey key() {
            return key;
        }

        @Override
        public byte[] sign(byte[] message) {
            try {
                Signature ed25519 = Signature.getInstance("Ed25519");
                ed25519.initSign(pair.getPrivate());
                ed25519.update(message);
                return ed25519.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
