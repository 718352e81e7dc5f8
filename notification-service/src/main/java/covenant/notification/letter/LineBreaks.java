package covenant.notification.letter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Breaks a text into lines of a width: between words, and between any two Chinese characters but before closing punctuation. Pure. */
final class LineBreaks {
    private static final String NOT_FIRST = "，。；：、？！）》」』】”’%,.;:?!)]}";

    private LineBreaks() {}

    /** @param width measures a piece of text; an empty line parts paragraphs */
    static List<String> of(String text, double limit, ToDoubleFunction<String> width) {
        List<String> lines = new ArrayList<>();
        text.lines().forEach(paragraph -> lines.addAll(broken(paragraph.strip(), limit, width)));
        return lines;
    }

    private static List<String> broken(String paragraph, double limit, ToDoubleFunction<String> width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String piece : pieces(paragraph)) {
            boolean fits = width.applyAsDouble((line + piece).stripTrailing()) <= limit;
            if (!fits && !line.isEmpty()) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            for (String part :
                    width.applyAsDouble(piece.strip()) <= limit ? List.of(piece) : chopped(piece, limit, width)) {
                if (!line.isEmpty() && width.applyAsDouble((line + part).stripTrailing()) > limit) {
                    lines.add(line.toString().stripTrailing());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? part.stripLeading() : part);
            }
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    /** What stays together: a word with its blank, a Chinese character with the punctuation behind it. */
    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            piece.appendCodePoint(points[i]);
            boolean last = i + 1 == points.length;
            if (last || breaksBetween(points[i], points[i + 1])) {
                pieces.add(piece.toString());
                piece.setLength(0);
            }
        }
        return pieces;
    }

    private static boolean breaksBetween(int before, int after) {
        if (NOT_FIRST.indexOf(after) >= 0 || Character.isWhitespace(after)) {
            return false;
        }
        return Character.isWhitespace(before) || isWide(before) || isWide(after);
    }

    private static boolean isWide(int point) {
        return point >= 0x2E80 && point < 0x10000 || Character.isIdeographic(point);
    }

    private static List<String> chopped(String word, double limit, ToDoubleFunction<String> width) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        word.codePoints().forEach(point -> {
            String next = Character.toString(point);
            if (!part.isEmpty() && width.applyAsDouble(part + next) > limit) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(next);
        });
        parts.add(part.toString());
        return parts;
    }
}
