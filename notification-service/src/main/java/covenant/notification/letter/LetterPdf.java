package covenant.notification.letter;

import jakarta.enterprise.context.ApplicationScoped;
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

/**
 * Sets a letter on A4, the address where the window of an envelope shows it. The fonts are embedded with the characters that are used, so that
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

    /** PDFBox's own Latin font first (Liberation Sans, OFL), then ours with the Chinese characters. */
    private static final List<String> FONTS =
            List.of("org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf", "fonts/DroidSansFallbackFull.ttf");

    private final List<byte[]> fonts;

    public LetterPdf() {
        this.fonts = FONTS.stream().map(LetterPdf::read).toList();
    }

    private static byte[] read(String resource) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("a font of letters is missing: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("a font of letters cannot be read", e);
        }
    }

    /** The letter as PDF; a character that no font has becomes a question mark. */
    public byte[] print(Letter letter) {
        try (PDDocument document = new PDDocument();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            new Sheets(document, new Faces(document, fonts), letter).set();
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a letter cannot be set", e);
        }
    }

    private static final class Sheets {
        private final PDDocument document;
        private final Faces faces;
        private final Letter letter;

        Sheets(PDDocument document, Faces faces, Letter letter) {
            this.document = document;
            this.faces = faces;
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
            out.setLeading(size * LEADING);
            out.newLineAtOffset(LEFT, top);
            for (String line : lines) {
                for (Faces.Run run : faces.runs(line)) {
                    out.setFont(run.face(), size);
                    out.showText(run.text());
                }
                out.newLine();
            }
            out.endText();
        }

        private List<String> lines(String text, float size, float width) {
            return LineBreaks.of(text, width, piece -> faces.width(piece, size));
        }
    }
}
