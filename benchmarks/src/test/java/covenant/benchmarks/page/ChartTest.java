package covenant.benchmarks.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import covenant.benchmarks.page.Chart.Point;
import covenant.benchmarks.page.Chart.Series;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {

    private static final Series LINE =
            new Series("a < b & c", List.of(new Point(10_000, 1), new Point(1_000_000, 3), new Point(100_000_000, 2)));

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    @Test
    void powersOfTenStandAtEqualDistancesAndMoreIsHigherUp() throws Exception {
        Document svg = parsed(new Chart("t", "x", "y", true, List.of(LINE)).svg());

        String[] points = ((Element) svg.getElementsByTagName("polyline").item(0))
                .getAttribute("points")
                .split(" ");
        double[] x = new double[3];
        double[] y = new double[3];
        for (int i = 0; i < 3; i++) {
            x[i] = Double.parseDouble(points[i].split(",")[0]);
            y[i] = Double.parseDouble(points[i].split(",")[1]);
        }
        assertThat(x[1] - x[0]).isEqualTo(x[2] - x[1]).isPositive();
        assertThat(y[1]).isLessThan(y[2]);
        assertThat(y[2]).isLessThan(y[0]);
    }

    @Test
    void namesAreEscapedAndTheSameInputGivesTheSameImage() throws Exception {
        Chart chart = new Chart("t", "x", "y", false, List.of(LINE));

        assertThat(chart.svg()).contains("a &lt; b &amp; c").isEqualTo(chart.svg());
        assertThat(parsed(chart.svg()).getDocumentElement().getTagName()).isEqualTo("svg");
    }

    @Test
    void nothingAndTheLogarithmOfNothingAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Chart("t", "x", "y", false, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Chart("t", "x", "y", true, List.of(new Series("zero", List.of(new Point(0, 1))))));
    }

    @ParameterizedTest
    @CsvSource({"0,1", "0.7,1", "1.56,2", "2,2", "4.2,5", "5.1,10", "180,200", "2300,5000"})
    void theAxisEndsAtARoundNumberNotBelowTheLargest(double largest, double top) {
        assertThat(Chart.niceTop(largest)).isEqualTo(top);
    }
}
