package dev.volta.cli.exec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.KeptOutput;
import dev.volta.core.fleet.NodeOutput;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One JSON object: {@code command}, an argument vector, and {@code nodes}, in the order in which they ended. Each has
 * {@code node}, {@code ok}, {@code state} in words, {@code exit} if the program returned, {@code seconds} if it ended,
 * {@code stdout} and {@code stderr} as text, or {@code stdoutBase64} and {@code stderrBase64} where that is not UTF-8,
 * and {@code stdoutCut} and {@code stderrCut}, the bytes that were too many.
 */
final class JsonPrinted implements Printed {
    private final JsonGenerator json;
    private final OutcomeReport<ExitStatus> report;
    private final Map<Node, NodeOutput> open = new ConcurrentHashMap<>();
    private final Set<Node> told = new HashSet<>();

    private JsonPrinted(JsonGenerator json, OutcomeReport<ExitStatus> report) {
        this.json = json;
        this.report = report;
    }

    static JsonPrinted begin(OutputStream out, List<String> argv, OutcomeReport<ExitStatus> report) throws IOException {
        var json = new JsonFactory().createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        json.writeStartObject();
        json.writeArrayFieldStart("command");
        for (var word : argv) {
            json.writeString(word);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("nodes");
        return new JsonPrinted(json, report);
    }

    @Override
    public OutputSink begin(Node node) {
        return open.computeIfAbsent(node, _ -> new NodeOutput());
    }

    @Override
    public void ended(Node node, Outcome<ExitStatus> outcome) {
        told.add(node);
        try (var printed = open.remove(node)) {
            json.writeStartObject();
            json.writeStringField("node", node.name().value());
            json.writeBooleanField("ok", outcome.ok());
            json.writeStringField("state", report.words(outcome));
            if (outcome instanceof Outcome.Done<ExitStatus> done) {
                if (done.result() instanceof ExitStatus.Exited(int code)) {
                    json.writeNumberField("exit", code);
                }
                json.writeNumberField("seconds", done.took().toMillis() / 1000.0);
            }
            if (printed != null) {
                stream("stdout", printed.out());
                stream("stderr", printed.err());
            }
            json.writeEndObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stream(String name, KeptOutput kept) throws IOException {
        byte[] bytes;
        try (var in = kept.open()) {
            bytes = in.readAllBytes();
        }
        try {
            var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            json.writeStringField(name, text.toString());
        } catch (CharacterCodingException _) {
            json.writeBinaryField(name + "Base64", bytes);
        }
        if (kept.cut() > 0) {
            json.writeNumberField(name + "Cut", kept.cut());
        }
    }

    @Override
    public int finish(FleetOutcome<ExitStatus> outcome) throws IOException {
        outcome.byNode().forEach((node, state) -> {
            if (!told.contains(node)) {
                ended(node, state);
            }
        });
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.flush();
        return report.finish(outcome, false);
    }

    @Override
    public void close() {
        open.values().forEach(NodeOutput::close);
    }
}
