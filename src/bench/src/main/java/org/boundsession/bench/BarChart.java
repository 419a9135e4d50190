package org.boundsession.bench;

import java.util.List;
import java.util.Map;

/** Calls a second as horizontal bars on a linear scale, the line in each the spread of its rounds. */
final class BarChart {

    private static final int WIDTH = 800;
    private static final int LABELS = 270;
    private static final int BARS = 420;
    private static final int ROW = 30;
    private static final int TOP = 44;

    private BarChart() {}

    static String of(Results results, String workload) {
        Map<String, Map<String, List<Double>>> contenders = results.all().getOrDefault(workload, Map.of());
        double longest = contenders.keySet().stream()
                .mapToDouble(
                        name -> results.series(workload, name, Results.RATE).greatest())
                .max()
                .orElse(1);
        int height = TOP + ROW * contenders.size() + 10;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
                font-family="sans-serif" font-size="13">
                <title>Calls per second, %3$s</title>
                <rect width="100%%" height="100%%" fill="#fff"/>
                <text x="10" y="24" font-size="15" font-weight="bold">Calls per second, %3$s</text>
                """.formatted(WIDTH, height, workload));
        int y = TOP;
        for (String name : contenders.keySet()) {
            svg.append(bar(name, results.series(workload, name, Results.RATE), longest, y));
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String bar(String name, Series rates, double longest, int y) {
        long length = Math.max(1, Math.round(rates.median() / longest * BARS));
        return """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%d" height="20" fill="%s"/>
                <path d="M%d %dH%d" stroke="#222"/>
                <text x="%d" y="%d">%s</text>
                """.formatted(
                        LABELS - 10,
                        y + 15,
                        name,
                        LABELS,
                        y,
                        length,
                        name.startsWith(Contenders.OURS) ? "#1a7f5a" : "#9aa7b4",
                        LABELS + Math.round(rates.least() / longest * BARS),
                        y + 10,
                        LABELS + Math.round(rates.greatest() / longest * BARS),
                        LABELS + Math.round(rates.greatest() / longest * BARS) + 6,
                        y + 15,
                        Report.shown(rates.median()));
    }
}
