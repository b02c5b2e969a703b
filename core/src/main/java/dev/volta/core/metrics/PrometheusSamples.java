package dev.volta.core.metrics;

import dev.volta.core.config.NodeName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The last state of everything, in the text exposition format 0.0.4, with the labels {@code node} and {@code service}. A
 * label of a service that has one of these names gets {@code exported_} in front, as Prometheus does it.
 */
public final class PrometheusSamples implements SampleWriter {
    private final Appendable out;
    private final Map<Subject, MetricSample> latest = new LinkedHashMap<>();

    private record Subject(NodeName node, Optional<String> service) {}

    public PrometheusSamples(Appendable out) {
        this.out = out;
    }

    @Override
    public void take(MetricSample sample) {
        latest.put(new Subject(sample.node(), sample.service()), sample);
    }

    @Override
    public void finish() {
        var heads = new TreeMap<String, String>();
        var lines = new TreeMap<String, StringBuilder>();
        for (var sample : latest.values()) {
            for (var series : sample.series()) {
                var family = series.family().name();
                heads.putIfAbsent(family, head(series.family()));
                lines.computeIfAbsent(family, _ -> new StringBuilder()).append(line(sample, series));
            }
        }
        heads.forEach((family, head) -> SampleWriter.write(out, head + lines.get(family)));
    }

    private static String head(Series.Family family) {
        var help = family.help().replace("\\", "\\\\").replace("\n", "\\n");
        return (help.isEmpty() ? "" : "# HELP " + family.name() + " " + help + "\n") + "# TYPE " + family.name() + " "
                + family.kind().name().toLowerCase(Locale.ROOT) + "\n";
    }

    private static String line(MetricSample sample, Series series) {
        var labels = new LinkedHashMap<String, String>();
        labels.put("node", sample.node().value());
        sample.service().ifPresent(service -> labels.put("service", service));
        series.labels()
                .forEach((name, text) ->
                        labels.put(name.equals("node") || name.equals("service") ? "exported_" + name : name, text));
        var line = new StringBuilder(series.name());
        var separator = '{';
        for (var label : labels.entrySet()) {
            line.append(separator)
                    .append(label.getKey())
                    .append("=\"")
                    .append(escaped(label.getValue()))
                    .append('"');
            separator = ',';
        }
        return line.append("} ")
                .append(Numbers.text(series.value()))
                .append('\n')
                .toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
