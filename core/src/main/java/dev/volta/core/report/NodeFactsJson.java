package dev.volta.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.volta.core.facts.ClockOffset;
import dev.volta.core.facts.NodeFacts;
import java.io.IOException;
import java.time.Duration;

/**
 * The facts of nodes as JSON: keys in the order of the records' components, sizes in bytes, the clock's offset and its
 * uncertainty in seconds; a missing fact is {@code {"unavailable": "the reason"}}.
 */
public final class NodeFactsJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule().addSerializer(new FactWriter()).addSerializer(new ClockWriter()))
            .build();

    private NodeFactsJson() {}

    public static ObjectNode tree(NodeFacts facts) {
        return MAPPER.valueToTree(facts);
    }

    private static final class ClockWriter extends StdSerializer<ClockOffset> {
        private static final long serialVersionUID = 1;

        ClockWriter() {
            super(ClockOffset.class);
        }

        @Override
        public void serialize(ClockOffset clock, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            json.writeNumberField("offsetSeconds", seconds(clock.offset()));
            json.writeNumberField("uncertaintySeconds", seconds(clock.uncertainty()));
            json.writeEndObject();
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }
    }
}
