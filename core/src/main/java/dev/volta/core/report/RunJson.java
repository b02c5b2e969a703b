package dev.volta.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/**
 * The record of a run as JSON. Keys come in the order of the records' components, so that two files compare line by
 * line. Times are ISO 8601 in UTC; durations are integers of nanoseconds, amounts
 * integers of bytes. {@code quantities} says what the trials measured, in which units; their {@code values} have its names. A known
 * {@link Fact} is its value, another one is {@code {"unavailable": "the reason"}}.
 *
 * <p>Work that compares variants lists them in {@code variants}, the baseline first, and the {@code seed} that their order was
 * drawn by ({@code null} if it was not); each trial has its {@code variant} and its {@code block}. Work without variants has
 * an empty list, and trials of the variant {@code ""}. At the end come figures that are computed from the trials:
 * {@code results} has the medians as {@link ResultMedian}, {@code comparisons} the ratios of wall times as
 * {@link Comparison}. They are not read back, but computed again.
 *
 * <p>Unknown keys are passed over: a later
 * program may add some without raising the schema version.
 */
public final class RunJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, new InstantReader())
                    .addSerializer(OptionalLong.class, new OptionalWriter())
                    .addDeserializer(OptionalLong.class, new OptionalReader())
                    .addSerializer(NodeName.class, ToStringSerializer.instance)
                    .addKeySerializer(NodeName.class, new NodeKey())
                    .addDeserializer(NodeName.class, new NodeReader())
                    .addKeyDeserializer(NodeName.class, new NodeKeyReader())
                    .addSerializer(new FactWriter())
                    .addDeserializer(Fact.class, new FactReader()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private RunJson() {}

    /** The record as indented JSON with a newline at its end. */
    public static String write(RunRecord run) {
        var lines = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(lines).writeValueAsString(run) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run record that is no JSON", e);
        }
    }

    /** One line without its newline. */
    static String line(Trial trial) {
        try {
            return MAPPER.writeValueAsString(trial);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a trial that is no JSON", e);
        }
    }

    /** The record in {@code json}; throws with line, column and key if it is none, or of another schema version. */
    public static RunRecord read(String json) throws JsonProcessingException {
        return MAPPER.readValue(json, RunRecord.class);
    }

    static Trial trial(String line) throws JsonProcessingException {
        return MAPPER.readValue(line, Trial.class);
    }

    private static final class InstantReader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(json.getText());
            } catch (DateTimeParseException e) {
                throw context.weirdStringException(json.getText(), Instant.class, "not an ISO 8601 time in UTC");
            }
        }
    }

    private static final class OptionalWriter extends JsonSerializer<OptionalLong> {
        @Override
        public void serialize(OptionalLong value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (value.isPresent()) {
                json.writeNumber(value.getAsLong());
            } else {
                json.writeNull();
            }
        }
    }

    private static final class OptionalReader extends JsonDeserializer<OptionalLong> {
        @Override
        public OptionalLong deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return OptionalLong.of(json.getLongValue());
        }

        @Override
        public OptionalLong getNullValue(DeserializationContext context) {
            return OptionalLong.empty();
        }
    }

    private static final class NodeReader extends JsonDeserializer<NodeName> {
        @Override
        public NodeName deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!NodeName.isValid(json.getText())) {
                throw context.weirdStringException(json.getText(), NodeName.class, "not a node name");
            }
            return new NodeName(json.getText());
        }
    }

    private static final class NodeKey extends JsonSerializer<NodeName> {
        @Override
        public void serialize(NodeName node, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeFieldName(node.value());
        }
    }

    private static final class NodeKeyReader extends KeyDeserializer {
        @Override
        public Object deserializeKey(String key, DeserializationContext context) {
            return new NodeName(key);
        }
    }
}
