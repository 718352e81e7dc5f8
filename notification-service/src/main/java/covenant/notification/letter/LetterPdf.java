package covenant.notification.letter;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Sets a letter on A4, the address where the window of an envelope shows it. The font is embedded with the characters that are used, so that
 * any printer prints it as it is (policy 4.1.3(2): by letter).
 */
@ApplicationScoped
public class LetterPdf {
    private static final float MM = 72 / 25.4f;
    private static final float LEFT = 25 * MM;
    private static final float WIDTH = 160 * MM;
    private static final float ADDRESS_TOP = 245 * MM;
    private static final float ADDRESS_WIDTH = 80 * MM;
    private static final float BODY_TOP = 190 * MM;
    private static final float NEXT_TOP = 272 * MM;
    private static final float BOTTOM = 25 * MM;
    private static final float SIZE = 11;
    private static final float TITLE_SIZE = 14;
    private static final float SMALL = 8;
    private static final float LEADING = 1.5f;

    private final byte[] font;

    public LetterPdf() {
        try (InputStream in = Thread.currentThread()
                .getContextClassLoader()
                .getResourceAsStream("fonts/DroidSansFallbackFull.ttf")) {
            if (in == null) {
                throw new IllegalStateException("the font of letters is missing");
            }
            this.font = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the font of letters cannot be read", e);
        }
    }

    /** The letter as PDF; characters that the font lacks become a question mark. */
    public byte[] print(Letter letter) {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            PDFont face = PDType0Font.load(document, new ByteArrayInputStream(font), true);
            new Sheets(document, face, letter).set();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a letter cannot be set", e);
        }
    }

    private static final class Sheets {
        private final PDDocument document;
        private final PDFont face;
        private final Letter letter;

        Sheets(PDDocument document, PDFont face, Letter letter) {
            this.document = document;
            this.face = face;
            this.letter = letter;
        }

        void set() throws IOException {
            List<String> body = lines(letter.text(), SIZE, WIDTH);
            int from = 0;
            int number = 1;
            while (from < body.size() || number == 1) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                try (PDPageContentStream out = new PDPageContentStream(document, page)) {
                    float top = number == 1 ? head(out) : NEXT_TOP;
                    int room = (int) ((top - BOTTOM) / (SIZE * LEADING));
                    int to = Math.min(body.size(), from + room);
                    write(out, body.subList(from, to), SIZE, top);
                    write(out, List.of(letter.reference() + " / " + number), SMALL, 15 * MM);
                    from = to;
                }
                number++;
            }
        }

        /** Address, date and title; returns where the text begins. */
        private float head(PDPageContentStream out) throws IOException {
            write(out, lines(letter.address(), SIZE, ADDRESS_WIDTH), SIZE, ADDRESS_TOP);
            float y = BODY_TOP + 10 * MM;
            write(out, List.of(date()), SIZE, y);
            List<String> title = lines(letter.title(), TITLE_SIZE, WIDTH);
            y -= SIZE * LEADING * 2;
            write(out, title, TITLE_SIZE, y);
            return y - TITLE_SIZE * LEADING * title.size() - SIZE;
        }

        private String date() {
            boolean chinese = letter.language().startsWith("zh");
            return DateTimeFormatter.ofPattern(
                            chinese ? "yyyy年M月d日" : "d MMMM yyyy", chinese ? Locale.CHINA : Locale.ENGLISH)
                    .format(letter.date());
        }

        private void write(PDPageContentStream out, List<String> lines, float size, float top) throws IOException {
            out.beginText();
            out.setFont(face, size);
            out.setLeading(size * LEADING);
            out.newLineAtOffset(LEFT, top);
            for (String line : lines) {
                out.showText(line);
                out.newLine();
            }
            out.endText();
        }

        private List<String> lines(String text, float size, float width) {
            return LineBreaks.of(printable(text), width, piece -> width(piece, size));
        }

        private double width(String piece, float size) {
            try {
                return face.getStringWidth(piece) / 1_000 * size;
            } catch (IOException e) {
                throw new UncheckedIOException("a letter cannot be measured", e);
            }
        }

        private String printable(String text) {
            StringBuilder out = new StringBuilder(text.length());
            text.codePoints()
                    .map(point -> point == '\t' ? ' ' : point)
                    .filter(point -> point == '\n' || !Character.isISOControl(point))
                    .forEach(point -> out.append(point == '\n' || has(point) ? Character.toString(point) : "?"));
            return out.toString();
        }

        private boolean has(int point) {
            try {
                return face.encode(Character.toString(point)).length > 0;
            } catch (IllegalArgumentException | IOException e) {
                return false;
            }
        }
    }
}
