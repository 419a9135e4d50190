package org.boundsession.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The results as Markdown, as JSON and as a picture. */
record Report(Machine machine, Plan plan, Results results) {

    void writeTo(Path directory) throws IOException {
        Files.writeString(directory.resolve("results.md"), markdown());
        if (results.all().containsKey(GuardedStage.ONE)) {
            Files.writeString(directory.resolve("guarded.svg"), BarChart.of(results, GuardedStage.ONE));
        }
        try (var out = Files.newOutputStream(directory.resolve("results.json"));
                JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
            write(json);
        }
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# Measured\n\n");
        machine.facts()
                .forEach((name, fact) ->
                        text.append("- ").append(name).append(": ").append(fact).append('\n'));
        text.append("- plan: ")
                .append(plan.name())
                .append(", ")
                .append(plan.rounds())
                .append(" rounds (")
                .append(plan.rounds() * plan.closeRounds())
                .append(
                        " of the close ones, one session); medians, with the least and the greatest round\n\n## Ratios within each round\n\n")
                .append("| what | median | least to greatest | aim |\n|---|---:|---:|---:|\n");
        for (Comparison comparison : Comparison.all(plan)) {
            Series ratios = comparison.ratios(results);
            if (!ratios.isEmpty()) {
                text.append("| %s | %s | %s | %s |%n"
                        .formatted(comparison.what(), shown(ratios.median()), spread(ratios), comparison.aim()));
            }
        }
        results.all().forEach((workload, contenders) -> table(text, workload, contenders));
        text.append("\n## Calls not answered with 200\n\n");
        results.lost()
                .forEach((what, calls) -> text.append("- ")
                        .append(what)
                        .append(": ")
                        .append(calls)
                        .append('\n'));
        text.append(results.lost().isEmpty() ? "None.\n" : "\nAll others were.\n");
        text.append("\n## Contenders\n\n");
        Contenders.ALL.forEach(contender -> text.append("- **")
                .append(contender.name())
                .append("**: ")
                .append(contender.what())
                .append('\n'));
        return text.toString();
    }

    private static void table(StringBuilder text, String workload, Map<String, Map<String, List<Double>>> contenders) {
        List<String> units = contenders.values().stream()
                .flatMap(figures -> figures.keySet().stream())
                .distinct()
                .toList();
        text.append("\n## ").append(Character.toUpperCase(workload.charAt(0))).append(workload.substring(1));
        text.append("\n\n| |");
        units.forEach(unit -> text.append(' ').append(unit).append(" | least to greatest |"));
        text.append("\n|---|").append("---:|---:|".repeat(units.size())).append('\n');
        contenders.forEach((contender, figures) -> {
            text.append("| ").append(contender).append(" |");
            for (String unit : units) {
                Series series = new Series(figures.getOrDefault(unit, List.of()));
                text.append(series.isEmpty() ? " | |" : " %s | %s |".formatted(shown(series.median()), spread(series)));
            }
            text.append('\n');
        });
    }

    private static String spread(Series series) {
        return series.figures().size() < 2 ? "" : shown(series.least()) + " to " + shown(series.greatest());
    }

    /** Three digits, and no fraction of a large figure. */
    static String shown(double figure) {
        int fraction = figure >= 100 ? 0 : figure >= 10 ? 1 : figure >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + fraction + "f", figure);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("machine");
        for (Map.Entry<String, String> fact : machine.facts().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
        json.writeStringField("plan", plan.name());
        json.writeArrayFieldStart("ratios");
        for (Comparison comparison : Comparison.all(plan)) {
            json.writeStartObject();
            json.writeStringField("what", comparison.what());
            json.writeStringField("aim", comparison.aim());
            write(json, "rounds", comparison.ratios(results).figures());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("lost");
        for (Map.Entry<String, Long> lost : results.lost().entrySet()) {
            json.writeNumberField(lost.getKey(), lost.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("workloads");
        for (var workload : results.all().entrySet()) {
            json.writeObjectFieldStart(workload.getKey());
            for (var contender : workload.getValue().entrySet()) {
                json.writeObjectFieldStart(contender.getKey());
                for (var unit : contender.getValue().entrySet()) {
                    write(json, unit.getKey(), unit.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<Double> figures) throws IOException {
        json.writeFieldName(name);
        json.writeArray(figures.stream().mapToDouble(Double::doubleValue).toArray(), 0, figures.size());
    }
}
