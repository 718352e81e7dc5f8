package covenant.consent.evidence;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a ground rests on. Numbers and references only; the documents stay with who holds them.
 *
 * @param authorityCountry ISO 3166-1 alpha-2 of the authority
 * @param categories those that the document lists
 * @param approvalReference of the Chinese authority for a foreign demand, of the ethics board for research
 * @param necessity why it is needed, or why consent could not be had
 * @param noticeId of the message that told the person; where it is one of Covenant's own, its delivery is not for the asker to say
 * @param secret a duty of secrecy forbids telling the person (PIPL art. 18)
 */
public record Evidence(
        @Nullable @Size(max = 80) String documentType,
        @Nullable @Size(max = 120) String documentNumber,
        @Nullable @Size(max = 200) String authority,

        @Nullable @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 alpha-2 code")
        String authorityCountry,

        @Nullable @Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 in lower-case hex")
        String scanSha256,

        @Nullable @Size(max = 300) List<String> categories,
        @Nullable @Size(max = 500) String url,
        @Nullable LocalDate capturedOn,
        @Nullable @Size(max = 200) String reference,
        @Nullable @Size(max = 120) String contractId,
        @Nullable @Size(max = 120) String clause,
        @Nullable @Size(max = 120) String ticket,
        @Nullable @Size(max = 200) String institution,
        @Nullable @Size(max = 120) String approvalReference,
        @Nullable @Size(max = 200) String law,
        @Nullable @Size(max = 80) String article,
        @Nullable @Size(max = 2000) String necessity,
        @Nullable UUID consentId,
        @Nullable @Size(max = 80) String requestId,
        @Nullable @Size(max = 80) String complaintId,
        @Nullable @Size(max = 80) String acceptanceId,
        @Nullable UUID noticeId,
        @Nullable Instant noticeDeliveredAt,
        @Nullable Boolean secret) {

    public static final Evidence NONE = new Evidence(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null);

    public Evidence {
        url = strippedUrl(url);
    }

    /** No query, fragment or user-info is stored: they may hold anything (R-1.2.6-3). */
    private static @Nullable String strippedUrl(@Nullable String url) {
        return url == null
                ? null
                : url.replaceFirst("[?#].*$", "").replaceFirst("^([A-Za-z][A-Za-z0-9+.-]*://)[^/]*@", "$1");
    }

    /** The same with what is known about the delivery of the notice. */
    public Evidence toldAt(@Nullable Instant deliveredAt) {
        return new Evidence(
                documentType,
                documentNumber,
                authority,
                authorityCountry,
                scanSha256,
                categories,
                url,
                capturedOn,
                reference,
                contractId,
                clause,
                ticket,
                institution,
                approvalReference,
                law,
                article,
                necessity,
                consentId,
                requestId,
                complaintId,
                acceptanceId,
                noticeId,
                deliveredAt,
                secret);
    }

    public boolean namesLaw() {
        return given(law) && given(article);
    }

    /** Type, number, authority and scan of a legal document (R-3.2.2-1). */
    public boolean completeLegalDocument() {
        return given(documentType) && given(documentNumber) && given(authority) && given(scanSha256);
    }

    public boolean foreignAuthority() {
        return given(authorityCountry) && !"CN".equals(authorityCountry);
    }

    public boolean mustStaySecret() {
        return Boolean.TRUE.equals(secret);
    }

    /** One line for the ledger and its event: the number that the ground rests on. */
    public @Nullable String number() {
        for (String candidate : new @Nullable String[] {
            documentNumber,
            consentId == null ? null : consentId.toString(),
            requestId,
            complaintId,
            acceptanceId,
            contractId,
            approvalReference,
            ticket,
            reference
        }) {
            if (given(candidate)) {
                return candidate;
            }
        }
        return namesLaw() ? law + " " + article : null;
    }

    public static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
