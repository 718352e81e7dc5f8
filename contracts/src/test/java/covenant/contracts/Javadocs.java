package covenant.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what the sources say about a record and its components, for the descriptions in schemas. */
final class Javadocs {

    private static final Path SOURCES = Path.of("src/main/java/covenant/contracts");

    private Javadocs() {}

    static Optional<String> ofRecord(Class<?> type) {
        return comment(type).map(text -> text.split("@param", 2)[0].strip()).filter(text -> !text.isEmpty());
    }

    static Optional<String> ofComponent(Class<?> type, String component) {
        return comment(type).flatMap(text -> {
            Matcher matcher = Pattern.compile("@param " + component + "\\b(.*?)(?=@param|$)", Pattern.DOTALL)
                    .matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
        });
    }

    static String ofInterface(Class<?> type) {
        return comment(type, "public sealed interface " + type.getSimpleName() + "\\b")
                .orElseThrow();
    }

    /** The comment right before the declaration, on one line and without markup. */
    private static Optional<String> comment(Class<?> type) {
        return comment(type, "(?:public )?record " + type.getSimpleName() + "\\(");
    }

    private static Optional<String> comment(Class<?> type, String declaration) {
        Class<?> file = type.getDeclaringClass() == null ? type : type.getDeclaringClass();
        Matcher matcher = Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*" + declaration, Pattern.DOTALL)
                .matcher(source(file));
        return matcher.find() ? Optional.of(plain(matcher.group(1))) : Optional.empty();
    }

    private static String plain(String comment) {
        return comment.replaceAll("\\n\\s*\\*", "\n")
                .replaceAll("\\{@(?:code|link) #?([^}]*)}", "$1")
                .replaceAll("</?p>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static String source(Class<?> type) {
        try {
            return Files.readString(SOURCES.resolve(type.getSimpleName() + ".java"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
