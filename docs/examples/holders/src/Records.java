import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the holder holds: a JSON object a line in {@code <directory>/<category>/<person>.jsonl}, with {@code ref} where single items can be
 * deleted and {@code date} where a law keeps the younger ones. Your database stands here.
 */
final class Records {
    private final Path directory;

    Records(Path directory) {
        this.directory = directory;
    }

    /** Does what an order read by REST asks for; what it returns is the result to hand in. */
    String obey(Order order) throws IOException {
        return switch (order.text("kind")) {
            case "ACCESS" -> delivery(order);
            case "ERASURE" -> "{" + outcome(erase(order)) + "}";
            case "CORRECTION" -> {
                write(order);
                yield "{\"outcome\":\"APPLIED\"}";
            }
            case "RESTRICTION" -> {
                restrict(order);
                yield "{\"outcome\":\"APPLIED\"}";
            }
            default -> throw new IOException("an order of a kind that is not known here stays open, and is escalated");
        };
    }

    static String outcome(long erased) {
        return "\"outcome\":\"" + (erased == 0 ? "NOTHING_HELD" : "ERASED") + "\",\"records\":" + erased;
    }

    /**
     * How many records the order erased. The number is kept before anything goes: an order that comes again, because this process died
     * before it answered, gets the same number. In a database both are one transaction.
     */
    long erase(Order order) throws IOException {
        Map<Path, List<String>> kept = new TreeMap<>();
        long found = 0;
        for (String category : order.categories()) {
            List<String> all = lines(file(category, order));
            kept.put(file(category, order), all.stream().filter(stays(order)).toList());
            found += all.size() - kept.get(file(category, order)).size();
        }
        Path number = Files.createDirectories(directory.resolve("erased"))
                .resolve(order.text(order.text("orderId").isEmpty() ? "id" : "orderId"));
        if (Files.exists(number)) {
            found = Long.parseLong(Files.readString(number));
        } else {
            Files.writeString(number, Long.toString(found));
        }
        for (var file : kept.entrySet()) {
            if (file.getValue().isEmpty()) {
                Files.deleteIfExists(file.getKey());
            } else {
                Files.write(file.getKey(), file.getValue());
            }
        }
        return found;
    }

    /** What the order does not ask for: other items than the one it names, and what is younger than it says. */
    private static Predicate<String> stays(Order order) {
        String item = order.text("itemRef");
        String upTo = order.text("recordsUpTo");
        return line -> !item.isEmpty() && !new Order(line).text("ref").equals(item)
                || !upTo.isEmpty() && new Order(line).text("date").compareTo(upTo) > 0;
    }

    private String delivery(Order order) throws IOException {
        Map<String, String> data = new TreeMap<>();
        boolean nothing = true;
        for (String category : order.categories()) {
            List<String> all = lines(file(category, order));
            nothing &= all.isEmpty();
            data.put(category, "\"" + category + "\":[" + String.join(",", all) + "]");
        }
        return nothing
                ? "{\"outcome\":\"NOTHING_HELD\"}"
                : data.values().stream().collect(Collectors.joining(",", "{\"outcome\":\"DELIVERED\",\"data\":{", "}}"));
    }

    private void write(Order order) throws IOException {
        for (var correction : order.corrections().entrySet()) {
            Path file = file(correction.getKey(), order);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "{\"value\":" + correction.getValue() + "}\n");
        }
    }

    /** A mark beside the records, one for each request or case that restricts them; whoever reads them looks for marks first. */
    void restrict(Order order) throws IOException {
        String by = order.text("caseId").isEmpty() ? order.text("requestId") : order.text("caseId");
        for (String category : order.categories()) {
            Path mark = Files.createDirectories(directory.resolve(category)).resolve(order.person() + ".restricted-by-" + by);
            if (order.text("effect").equals("LIFT")) {
                Files.deleteIfExists(mark);
            } else {
                Files.writeString(mark, "");
            }
        }
    }

    private Path file(String category, Order order) {
        return directory.resolve(category).resolve(order.person() + ".jsonl");
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
