package covenant.benchmarks.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A line chart as SVG (1.1) text, drawn without any library; the same input gives the same bytes. The y axis begins at zero, so that flat looks
 * flat and a rise is not exaggerated.
 *
 * @param xLog sizes that grow by powers of ten stand at equal distances; only for x above zero
 */
public record Chart(String title, String xTitle, String yTitle, boolean xLog, List<Series> series) {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 200;
    private static final int TOP = 40;
    private static final int BOTTOM = 50;
    private static final int STEPS = 5;
    private static final List<String> COLOURS =
            List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#7f7f7f");

    /** One line, its points in order of x. */
    public record Series(String name, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    public record Point(double x, double y) {}

    /** @throws IllegalArgumentException when there is nothing to draw, or a logarithm of nothing */
    public Chart {
        series = List.copyOf(series);
        if (series.stream().allMatch(line -> line.points().isEmpty())) {
            throw new IllegalArgumentException("Nothing to draw: " + title);
        }
        if (xLog && series.stream().flatMap(line -> line.points().stream()).anyMatch(point -> point.x() <= 0)) {
            throw new IllegalArgumentException("No logarithm of zero: " + title);
        }
    }

    public String svg() {
        List<String> parts = new ArrayList<>();
        parts.add(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH, HEIGHT));
        parts.add(format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT));
        parts.add(text(LEFT, 22, "start", "15", title));
        parts.add(text(LEFT + plotWidth() / 2, HEIGHT - 10, "middle", "12", xTitle));
        parts.add(text(LEFT, TOP - 6, "end", "12", yTitle));
        grid(parts);
        for (int i = 0; i < series.size(); i++) {
            line(parts, series.get(i), i);
        }
        parts.add("</svg>");
        return String.join("\n", parts) + "\n";
    }

    private void grid(List<String> parts) {
        double top = niceTop(largest());
        for (int i = 0; i <= STEPS; i++) {
            double value = top * i / STEPS;
            double y = y(value, top);
            parts.add(format(
                    "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
                    LEFT, y, LEFT + plotWidth(), y));
            parts.add(text(LEFT - 6, y + 4, "end", "12", Numbers.shortly(value)));
        }
        for (double value : xTicks()) {
            parts.add(text(x(value), HEIGHT - BOTTOM + 18, "middle", "12", Numbers.shortly(value)));
        }
    }

    /** The measured places where they are few, else equal steps. */
    private List<Double> xTicks() {
        List<Double> places = series.stream()
                .flatMap(line -> line.points().stream())
                .map(Point::x)
                .distinct()
                .sorted()
                .toList();
        if (places.size() <= STEPS + 1) {
            return places;
        }
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i <= STEPS; i++) {
            ticks.add(places.getFirst() + (places.getLast() - places.getFirst()) * i / STEPS);
        }
        return ticks;
    }

    private void line(List<String> parts, Series line, int number) {
        String colour = COLOURS.get(number % COLOURS.size());
        double top = niceTop(largest());
        StringBuilder path = new StringBuilder();
        for (Point point : line.points()) {
            path.append(format("%s%.1f,%.1f", path.isEmpty() ? "" : " ", x(point.x()), y(point.y(), top)));
        }
        parts.add(format("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>", path, colour));
        if (line.points().size() <= 2 * STEPS) {
            line.points()
                    .forEach(point -> parts.add(format(
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>",
                            x(point.x()), y(point.y(), top), colour)));
        }
        int y = TOP + 14 + number * 18;
        int x = LEFT + plotWidth() + 14;
        parts.add(format("<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"4\" fill=\"%s\"/>", x, y - 6, colour));
        parts.add(text(x + 18, y, "start", "12", line.name()));
    }

    private double largest() {
        return series.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::y)
                .max()
                .orElseThrow();
    }

    /** 1, 2 or 5 times a power of ten, not below the value: the steps between are numbers that people read easily. */
    static double niceTop(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 5}) {
            if (value <= factor * power) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static int plotWidth() {
        return WIDTH - LEFT - RIGHT;
    }

    private double x(double value) {
        double first = Double.MAX_VALUE;
        double last = -Double.MAX_VALUE;
        for (Series line : series) {
            for (Point point : line.points()) {
                first = Math.min(first, point.x());
                last = Math.max(last, point.x());
            }
        }
        double share = first == last ? 0.5 : (place(value) - place(first)) / (place(last) - place(first));
        return LEFT + 10 + share * (plotWidth() - 20);
    }

    private double place(double value) {
        return xLog ? Math.log10(value) : value;
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    private static String text(double x, double y, String anchor, String size, String words) {
        return format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" font-size=\"%s\">%s</text>",
                x,
                y,
                anchor,
                size,
                words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
