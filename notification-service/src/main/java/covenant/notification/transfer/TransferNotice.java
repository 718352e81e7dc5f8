package covenant.notification.transfer;

import covenant.notification.template.Locales;
import covenant.platform.time.LegalCalendar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A notice that data passes to somebody else. */
record TransferNotice(
        UUID id,
        Occasion occasion,
        String transferee,
        String transfereeContact,
        List<String> categories,
        Instant effectiveAt,
        UUID campaignId,
        String requestedBy,
        String approvedBy,
        Instant createdAt) {

    enum Occasion {
        MERGER("合并", "merger"),
        SPLIT("分立", "split"),
        ACQUISITION("收购", "acquisition"),
        DISSOLUTION("解散", "dissolution"),
        BANKRUPTCY("被宣告破产", "bankruptcy");

        private final String chinese;
        private final String english;

        Occasion(String chinese, String english) {
            this.chinese = chinese;
            this.english = english;
        }
    }

    /** The material notice period of policy 6.2: full days between the notice and the transfer. */
    static Instant earliest(Instant noticed, int days) {
        return LegalCalendar.fullDaysAfter(noticed, days);
    }

    /** What the message says. @param zh the categories in Chinese. @param en in English */
    static Map<String, String> parameters(TransferRequest r, String zh, String en) {
        return Map.of(
                "occasion@" + Locales.CHINESE,
                r.occasion().chinese,
                "occasion@" + Locales.ENGLISH,
                r.occasion().english,
                "transferee",
                r.transferee().name(),
                "transfereeContact",
                r.transferee().contact(),
                "categories@" + Locales.CHINESE,
                zh,
                "categories@" + Locales.ENGLISH,
                en,
                "effectiveAt",
                r.effectiveAt().toString());
    }
}
