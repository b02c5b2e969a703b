package dev.volta.core.metrics;

import java.util.stream.Collectors;

/**
 * One line per number (RFC 4180, with line feeds): {@code time,node,service,metric,labels,value}. Labels are {@code
 * name=text}, with ';' between them; a ';', '=' or '\' in a text has a '\' before it.
 */
public final class CsvSamples implements SampleWriter {
    private static final String HEAD = "time,node,service,metric,labels,value\n";

    private final Appendable out;

    public CsvSamples(Appendable out) {
        this.out = out;
        SampleWriter.write(out, HEAD);
    }

    @Override
    public void take(MetricSample sample) {
        var begin = sample.time() + "," + sample.node() + ","
                + field(sample.service().orElse("")) + ",";
        var lines = new StringBuilder();
        for (var series : sample.series()) {
            lines.append(begin)
                    .append(series.name())
                    .append(',')
                    .append(field(labels(series)))
                    .append(',')
                    .append(Numbers.text(series.value()))
                    .append('\n');
        }
        SampleWriter.write(out, lines);
    }

    @Override
    public void finish() {}

    private static String labels(Series series) {
        return series.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue().replaceAll("([;=\\\\])", "\\\\$1"))
                .collect(Collectors.joining(";"));
    }

    private static String field(String text) {
        return text.matches("[^,\"\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
