package covenant.notification.letter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R-4.1.3-11")
class LetterPdfTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 24);

    private final LetterPdf pdf = new LetterPdf();

    @Test
    void aChineseLetterCanBePrintedAnywhereForItsFontIsEmbedded() throws IOException {
        byte[] printed =
                pdf.print(new Letter("示例市示例路一号", "个人信息安全事件告知", "您好：\n\n发生了什么：一份存档被复制。", DAY, "ref-1", "zh-CN"));

        try (PDDocument document = Loader.loadPDF(printed)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("示例市示例路一号", "个人信息安全事件告知", "发生了什么：一份存档被复制。", "2026年11月24日", "ref-1 / 1");
            PDPage page = document.getPage(0);
            for (COSName name : page.getResources().getFontNames()) {
                assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
            }
            assertThat(printed.length).as("only the characters used").isLessThan(200_000);
        }
    }

    @Test
    void aLongEnglishLetterGoesOnOverThePage() throws IOException {
        byte[] printed = pdf.print(new Letter(
                "Example Road 1, Example", "Notice", "Words that are many. ".repeat(600), DAY, "ref-2", "en"));

        try (PDDocument document = Loader.loadPDF(printed)) {
            assertThat(document.getNumberOfPages()).isGreaterThan(1);
            String text = new PDFTextStripper().getText(document);
            assertThat(text).contains("24 November 2026", "ref-2 / 1", "ref-2 / 2");
            assertThat(text.split("many\\.").length).isEqualTo(601);
        }
    }

    @Test
    void whatTheFontLacksAndWhatIsHostileIsPrintedAsText() throws IOException {
        byte[] printed = pdf.print(
                new Letter("A\u0000\u202e\nB", "(x) Tj \\ <</JS>>", "😀 %PDF (unbalanced \t end", DAY, "ref-3", "en"));

        try (PDDocument document = Loader.loadPDF(printed)) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("(x) Tj \\ <</JS>>", "%PDF (unbalanced", "end");
        }
    }

    @Test
    void linesBreakBetweenWordsAndChineseCharactersButNotBeforePunctuation() {
        assertThat(LineBreaks.of("one two three", 8, String::length)).containsExactly("one two", "three");
        assertThat(LineBreaks.of("一二三四，五", 4, String::length)).containsExactly("一二三", "四，五");
        assertThat(LineBreaks.of("a\n\nb", 4, String::length)).isEqualTo(List.of("a", "", "b"));
        assertThat(LineBreaks.of("abcdefghij", 4, String::length)).containsExactly("abcd", "efgh", "ij");
    }
}
