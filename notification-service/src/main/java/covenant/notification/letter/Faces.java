package covenant.notification.letter;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The fonts of one document, each embedded with the characters that are used; a character is set in the first font that has it. */
final class Faces {
    private static final String MISSING = "?";

    private final List<PDFont> faces = new ArrayList<>();
    private final Map<Integer, Integer> byPoint = new HashMap<>();

    /** A piece of text that is set in one font. */
    record Run(PDFont face, String text) {}

    Faces(PDDocument document, List<byte[]> fonts) throws IOException {
        for (byte[] font : fonts) {
            faces.add(PDType0Font.load(document, new ByteArrayInputStream(font), true));
        }
    }

    List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        int current = -1;
        for (int point : printable(text).codePoints().toArray()) {
            int face = faceOf(point);
            if (face != current && !run.isEmpty()) {
                runs.add(new Run(faces.get(current), run.toString()));
                run.setLength(0);
            }
            current = face;
            run.appendCodePoint(point);
        }
        if (!run.isEmpty()) {
            runs.add(new Run(faces.get(current), run.toString()));
        }
        return runs;
    }

    double width(String text, float size) {
        double width = 0;
        for (Run run : runs(text)) {
            try {
                width += run.face().getStringWidth(run.text()) / 1_000 * size;
            } catch (IOException e) {
                throw new UncheckedIOException("a letter cannot be measured", e);
            }
        }
        return width;
    }

    private String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == '\t' ? ' ' : point)
                .filter(point -> !Character.isISOControl(point))
                .forEach(point -> out.append(faceOf(point) >= 0 ? Character.toString(point) : MISSING));
        return out.toString();
    }

    /** -1: no font has it. */
    private int faceOf(int point) {
        return byPoint.computeIfAbsent(point, this::look);
    }

    private int look(int point) {
        for (int i = 0; i < faces.size(); i++) {
            try {
                if (faces.get(i).encode(Character.toString(point)).length > 0) {
                    return i;
                }
            } catch (IllegalArgumentException | IOException notInThisOne) {
                // The next font may have it.
                continue;
            }
        }
        return -1;
    }
}
