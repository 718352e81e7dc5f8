package covenant.contracts;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data holder or recipient as registered: whole, so that a reader of the compacted topic needs nothing else. The contact
 * of the holder may be a person's and is read by REST.
 *
 * @param name of the organisation or system
 * @param categories what it holds or may receive
 * @param country ISO 3166-1 alpha-2, where it stores (policy 4.2.1)
 * @param url where a {@link Transport#WEBHOOK} holder is called
 * @param backupMaxAge ISO-8601 period after which no backup is older, as in {@code P60D} (R-5.2-8)
 * @param main a main recipient: its change is material (policy 6.2(3))
 */
public record HolderEntry(
        String holderId,
        Kind kind,
        @Nullable String subKind,
        String name,
        List<String> categories,
        List<String> purposes,
        String country,
        Transport transport,
        @Nullable String url,
        String backupMaxAge,
        Status status,
        @Nullable Agreement agreement,
        boolean main,
        @Nullable CrossBorder crossBorder) {

    /** {@link #INTERNAL} systems get every person's orders, all other kinds only what the sharing ledger says they received. */
    public enum Kind {
        INTERNAL,
        AFFILIATE,
        PROCESSOR,
        PARTNER,
        IDENTITY_VERIFIER,
        CREDIT_AGENCY,
        REGULATOR,
        CONSUMER_PROTECTION
    }

    public enum Transport {
        KAFKA,
        WEBHOOK,
        REST
    }

    public enum Status {
        ACTIVE,
        SUSPENDED
    }

    /** @param validUntil last valid day, in Asia/Shanghai */
    public record Agreement(
            String id,
            LocalDate signedOn,
            LocalDate validUntil,
            List<String> purposes,
            List<String> measures,
            @Nullable String deletionDuty) {}

    /** The record that allows storage abroad (PIPL art. 38 to 40). */
    public record CrossBorder(
            String mechanism,
            @Nullable String approvalNumber,
            @Nullable LocalDate validUntil) {}
}
