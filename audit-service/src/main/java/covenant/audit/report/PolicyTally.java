package covenant.audit.report;

import covenant.audit.reading.LoggedFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Versions of the policy, and how many persons heard of them and agreed (policy 6.1, 6.2). */
final class PolicyTally implements Tally {

    private final Map<String, Version> versions = new TreeMap<>();

    private static final class Version {
        private @Nullable Instant publishedAt;
        private @Nullable Instant effectiveAt;
        private @Nullable Instant activatedAt;
        private boolean rejected;
        private boolean material;
        private boolean reducesRights;
        private long asked;
        private long acknowledged;
        private long total;
        private long reached;
        private long covered;
    }

    @Override
    public List<String> types() {
        return List.of(
                "PolicyVersionPublished",
                "PolicyVersionActivated",
                "PolicyVersionRejected",
                "ReconsentRequired",
                "NoticeAcknowledged",
                "CampaignStarted",
                "CampaignCompleted");
    }

    @Override
    public void take(LoggedFact fact) {
        switch (fact.type()) {
            case "PolicyVersionPublished" -> published(fact);
            case "PolicyVersionActivated" -> {
                Version version = version(fact.text("version"));
                version.activatedAt = fact.instant("activatedAt").orElse(fact.occurredAt());
                version.material |= fact.is("material");
                version.reducesRights |= fact.is("reducesRights");
            }
            case "PolicyVersionRejected" -> version(fact.text("version")).rejected = true;
            case "ReconsentRequired" -> fact.optional("version").ifPresent(version -> version(version).asked++);
            case "NoticeAcknowledged" ->
                fact.optional("policyVersion").ifPresent(version -> version(version).acknowledged++);
            case "CampaignStarted", "CampaignCompleted" -> campaign(fact);
            default -> {}
        }
    }

    private void published(LoggedFact fact) {
        Version version = version(fact.text("version"));
        version.publishedAt = fact.instant("publishedAt").orElse(fact.occurredAt());
        version.effectiveAt = fact.instant("effectiveAt").orElse(null);
        version.material |= fact.is("material");
        version.reducesRights |= fact.is("reducesRights");
    }

    private void campaign(LoggedFact fact) {
        String about = fact.details().path("about").path("policyVersion").asText("");
        if (fact.text("kind").equals("POLICY_CHANGE") && !about.isEmpty()) {
            Version version = version(about);
            version.total = Math.max(version.total, fact.number("total"));
            version.reached += fact.number("reached");
            version.covered += fact.number("coveredByAnnouncement");
        }
    }

    private Version version(String name) {
        return versions.computeIfAbsent(name, none -> new Version());
    }

    @Override
    public Map<String, @Nullable Object> figures() {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        long total = versions.values().stream().mapToLong(one -> one.total).sum();
        long heard = versions.values().stream()
                .mapToLong(one -> one.reached + one.covered)
                .sum();
        figures.put(
                "published",
                versions.values().stream()
                        .filter(one -> one.publishedAt != null)
                        .count());
        figures.put(
                "activated",
                versions.values().stream()
                        .filter(one -> one.activatedAt != null)
                        .count());
        figures.put(
                "acknowledged",
                versions.values().stream().mapToLong(one -> one.acknowledged).sum());
        figures.put("notices", total);
        figures.put("coverage", Tally.share(Math.min(heard, total), total));
        return figures;
    }

    @Override
    public List<ReportTable> tables() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        versions.forEach((name, one) -> rows.add(Arrays.asList(
                name,
                one.rejected ? "REJECTED" : one.activatedAt != null ? "ACTIVE" : "PUBLISHED",
                one.material,
                one.reducesRights,
                one.publishedAt,
                one.effectiveAt,
                one.activatedAt,
                one.asked,
                one.acknowledged,
                one.total,
                one.reached,
                one.covered,
                Tally.share(Math.min(one.reached + one.covered, one.total), one.total))));
        return List.of(new ReportTable(
                "versions",
                "Versions of the policy and coverage",
                7,
                List.of(
                        "version",
                        "status",
                        "material",
                        "reducesRights",
                        "publishedAt",
                        "effectiveAt",
                        "activatedAt",
                        "reconsentAsked",
                        "acknowledged",
                        "notices",
                        "reached",
                        "coveredByAnnouncement",
                        "coverage"),
                rows));
    }
}
