package covenant.retention.certificate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import covenant.platform.crypto.JwsSigner;
import covenant.platform.holder.HolderOrder;
import covenant.retention.backup.CaseBackup;
import covenant.retention.retentioncase.RetentionCase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Issues completion certificates and keeps them as issued. */
@ApplicationScoped
public class Certificates {
    private static final String TYPE = "erasure-certificate+jwt";

    private final Jdbi jdbi;
    private final ObjectMapper json;
    private final JwsSigner signer;
    private final String issuer;

    Certificates(
            Jdbi jdbi,
            ObjectMapper json,
            JwsSigner signer,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.jdbi = jdbi;
        this.json = json;
        this.signer = signer;
        this.issuer = "urn:covenant:" + service;
    }

    /** Issues the case's next certificate in the transaction that completes the case; returns its SHA-256 in hex. */
    @Transactional(Transactional.TxType.MANDATORY)
    public String issue(
            RetentionCase completed,
            List<HolderOrder> orders,
            List<CaseBackup> backups,
            Map<String, UUID> assessments,
            @Nullable Instant keysDestroyedAt,
            Instant now) {
        int number = newest(completed.id()).map(Certificate::number).orElse(0) + 1;
        byte[] document = write(
                CertificateDocument.of(completed, number, issuer, orders, backups, assessments, keysDestroyedAt, now));
        Certificate issued = new Certificate(
                completed.id(),
                number,
                now,
                new String(document, StandardCharsets.UTF_8),
                sha256(document),
                signer.sign(TYPE, document));
        insert(issued);
        return issued.sha256();
    }

    Optional<Certificate> newest(UUID caseId) {
        return jdbi.withHandle(h -> h.createQuery(
                        "select * from certificate where case_id = :case order by number desc limit 1")
                .bind("case", caseId)
                .map((row, context) -> new Certificate(
                        row.getObject("case_id", UUID.class),
                        row.getInt("number"),
                        row.getTimestamp("issued_at").toInstant(),
                        row.getString("document"),
                        row.getString("sha256"),
                        row.getString("jws")))
                .findOne());
    }

    private void insert(Certificate issued) {
        jdbi.useHandle(h -> h.createUpdate("insert into certificate (case_id, number, issued_at, document, sha256, jws)"
                        + " values (:case, :number, :at, :document, :sha, :jws)")
                .bind("case", issued.caseId())
                .bind("number", issued.number())
                .bind("at", issued.issuedAt())
                .bind("document", issued.document())
                .bind("sha", issued.sha256())
                .bind("jws", issued.jws())
                .execute());
    }

    private byte[] write(CertificateDocument document) {
        try {
            return json.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("certificate", e);
        }
    }

    private static String sha256(byte[] document) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(document));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
