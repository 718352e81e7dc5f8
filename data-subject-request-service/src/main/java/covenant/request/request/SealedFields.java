package covenant.request.request;

/** Names that bind ciphertexts to their columns; renaming one makes what is stored unreadable. */
public final class SealedFields {
    public static final String CORRECTIONS = "request.corrections";
    public static final String CONTENT = "request.content";
    public static final String LETTER = "request.letter";
    public static final String PROOF = "identity_proof.evidence";
    public static final String REASON = "refusal.reason";
    public static final String EVIDENCE = "refusal.evidence";
    public static final String DELIVERY = "delivery.data";
    public static final String DIGEST = "handed_in.digest";
    public static final String PACKAGE = "package.zip";

    private SealedFields() {}
}
