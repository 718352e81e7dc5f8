package covenant.e2e;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The base score of CVSS 3.0 and 3.1 (https://www.first.org/cvss/v3.1/specification-document, 7.1). */
final class Cvss {
    private static final Map<String, Double> WEIGHTS = Map.ofEntries(
            Map.entry("AV:N", 0.85),
            Map.entry("AV:A", 0.62),
            Map.entry("AV:L", 0.55),
            Map.entry("AV:P", 0.2),
            Map.entry("AC:L", 0.77),
            Map.entry("AC:H", 0.44),
            Map.entry("PR:N", 0.85),
            Map.entry("PR:L", 0.62),
            Map.entry("PR:H", 0.27),
            Map.entry("UI:N", 0.85),
            Map.entry("UI:R", 0.62));
    /** Of confidentiality, integrity and availability. */
    private static final Map<String, Double> LOSS = Map.of("H", 0.56, "L", 0.22, "N", 0.0);

    private Cvss() {}

    /** @return 0.0 to 10.0; 10.0 for what is no vector, so that nothing passes because it could not be read */
    static double baseScore(String vector) {
        Map<String, String> metrics = Arrays.stream(vector.split("/"))
                .map(metric -> metric.split(":", 2))
                .filter(metric -> metric.length == 2)
                .collect(Collectors.toMap(metric -> metric[0], metric -> metric[1], (first, second) -> first));
        if (!metrics.getOrDefault("CVSS", "").startsWith("3.")
                || !metrics.keySet().containsAll(java.util.List.of("AV", "AC", "PR", "UI", "S", "C", "I", "A"))) {
            return 10.0;
        }
        boolean changed = metrics.get("S").equals("C");
        double untouched = (1 - loss(metrics, "C")) * (1 - loss(metrics, "I")) * (1 - loss(metrics, "A"));
        double iss = 1 - untouched;
        double impact = changed ? 7.52 * (iss - 0.029) - 3.25 * Math.pow(iss - 0.02, 15) : 6.42 * iss;
        if (impact <= 0) {
            return 0;
        }
        double exploitability =
                8.22 * weight(metrics, "AV") * weight(metrics, "AC") * rights(metrics, changed) * weight(metrics, "UI");
        return roundedUp(Math.min((changed ? 1.08 : 1) * (impact + exploitability), 10));
    }

    private static double rights(Map<String, String> metrics, boolean changed) {
        return switch (metrics.get("PR")) {
            case "L" -> changed ? 0.68 : 0.62;
            case "H" -> changed ? 0.5 : 0.27;
            default -> weight(metrics, "PR");
        };
    }

    private static double weight(Map<String, String> metrics, String name) {
        return WEIGHTS.getOrDefault(name + ":" + metrics.get(name), 1.0);
    }

    private static double loss(Map<String, String> metrics, String name) {
        return LOSS.getOrDefault(metrics.get(name), 1.0);
    }

    /** To one decimal, upwards, without the noise of binary fractions. */
    private static double roundedUp(double score) {
        long hundredThousandths = Math.round(score * 100_000);
        return hundredThousandths % 10_000 == 0
                ? hundredThousandths / 100_000.0
                : (Math.floorDiv(hundredThousandths, 10_000) + 1) / 10.0;
    }
}
