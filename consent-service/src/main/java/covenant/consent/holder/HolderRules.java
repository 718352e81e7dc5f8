package covenant.consent.holder;

import covenant.consent.catalogue.Catalogue;
import covenant.consent.catalogue.Category;
import covenant.contracts.HolderEntry;
import covenant.contracts.HolderEntry.Transport;
import covenant.platform.problem.ProblemCode;
import covenant.platform.problem.Refusal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Who may be registered as a holder of data; the first reason against it. */
final class HolderRules {
    static final String CHINA = "CN";
    /** Backups are refreshed at least this often (requirements 0.8). */
    private static final int LONGEST_BACKUP_DAYS = 90;

    private static final Set<String> ANYBODY = Set.of(
            "*",
            "any",
            "all",
            "anyone",
            "anybody",
            "everyone",
            "anythirdparty",
            "thirdparty",
            "thirdparties",
            "allthirdparties",
            "任何第三方",
            "所有第三方",
            "第三方");
    private static final List<String> WITHIN_CEILING = List.of("service.", "account.", "device.", "network_id.account");

    private HolderRules() {}

    static Optional<Refusal> check(HolderEntry entry, Catalogue catalogue, LocalDate today) {
        return wildcard(entry)
                .or(() -> country(entry, today))
                .or(() -> backup(entry))
                .or(() -> transport(entry))
                .or(() -> categories(entry, catalogue))
                .or(() -> purposes(entry, catalogue))
                .or(() -> agreement(entry));
    }

    /** "Any third party" is nobody that could be registered (R-3.1.6-1). */
    private static Optional<Refusal> wildcard(HolderEntry entry) {
        boolean anybody = Stream.of(entry.holderId(), entry.name())
                .map(text -> text.toLowerCase(Locale.ROOT).replaceAll("[\\s_.:-]+", ""))
                .anyMatch(ANYBODY::contains);
        return anybody
                ? Optional.of(Refusal.invalid("name", "must name one recipient, not any third party"))
                : Optional.empty();
    }

    /**
     * What a partner or processor gets only with a second person's approval and a ground: all but service, account and device data
     * (R-3.1.3-1).
     */
    static List<String> beyondCeiling(HolderEntry.Kind kind, List<String> categories) {
        return switch (kind) {
            case PARTNER, PROCESSOR ->
                categories.stream()
                        .filter(name -> WITHIN_CEILING.stream().noneMatch(name::startsWith))
                        .toList();
            case INTERNAL, AFFILIATE, IDENTITY_VERIFIER, CREDIT_AGENCY, REGULATOR, CONSUMER_PROTECTION -> List.of();
        };
    }

    /** Collected in China, stored in China, unless a cross-border record allows it (policy 4.2.1, PIPL art. 38 to 40). */
    private static Optional<Refusal> country(HolderEntry entry, LocalDate today) {
        HolderEntry.CrossBorder record = entry.crossBorder();
        boolean allowed = record != null
                && record.approvalNumber() != null
                && (record.validUntil() == null || !record.validUntil().isBefore(today));
        return entry.country().equals(CHINA) || allowed
                ? Optional.empty()
                : Optional.of(
                        Refusal.of(
                                ProblemCode.CROSS_BORDER_NOT_ALLOWED,
                                "Data is stored in China; storage abroad needs a cross-border record with an approval number."));
    }

    private static Optional<Refusal> backup(HolderEntry entry) {
        if (entry.backupMaxAge().isEmpty()) {
            return Optional.of(Refusal.invalid("backupMaxAge", "is required"));
        }
        try {
            Period age = Period.parse(entry.backupMaxAge());
            boolean inBounds = !age.isNegative()
                    && age.toTotalMonths() * 31 + age.getDays() <= LONGEST_BACKUP_DAYS + (age.getMonths() == 3 ? 3 : 0);
            return inBounds ? Optional.empty() : Optional.of(tooLong());
        } catch (DateTimeException e) {
            return Optional.of(tooLong());
        }
    }

    private static Refusal tooLong() {
        return Refusal.invalid("backupMaxAge", "must be an ISO-8601 period of at most 90 days");
    }

    private static Optional<Refusal> transport(HolderEntry entry) {
        return entry.transport() == Transport.WEBHOOK && entry.url() == null
                ? Optional.of(Refusal.invalid("url", "is required with transport WEBHOOK"))
                : Optional.empty();
    }

    private static Optional<Refusal> categories(HolderEntry entry, Catalogue catalogue) {
        for (String name : entry.categories()) {
            Optional<Category> category = catalogue.category(name);
            if (category.isEmpty()) {
                return Optional.of(Refusal.of(ProblemCode.CATEGORY_UNKNOWN, "A category is not in the catalogue."));
            }
            if (category.get().state() == Category.State.FORBIDDEN) {
                return Optional.of(Refusal.of(ProblemCode.CATEGORY_NOT_ENABLED, "A category is forbidden."));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> purposes(HolderEntry entry, Catalogue catalogue) {
        List<String> agreed =
                entry.agreement() == null ? List.of() : entry.agreement().purposes();
        return Stream.concat(entry.purposes().stream(), agreed.stream())
                        .allMatch(p -> catalogue.purpose(p).isPresent())
                ? Optional.empty()
                : Optional.of(Refusal.of(ProblemCode.PURPOSE_UNKNOWN, "There is no such purpose."));
    }

    /** A recipient without one may be registered, and gets nothing (R-3.1.4-1). */
    private static Optional<Refusal> agreement(HolderEntry entry) {
        boolean reversed = entry.agreement() != null
                && entry.agreement().validUntil().isBefore(entry.agreement().signedOn());
        return reversed
                ? Optional.of(Refusal.invalid("agreement.validUntil", "lies before signedOn"))
                : Optional.empty();
    }
}
