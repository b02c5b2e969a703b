package dev.volta.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.volta.core.facts.Fact;
import java.io.IOException;

/** Writes a fact as its value, or as the reason why there is none. A whole number is written without a fraction. */
final class FactWriter extends StdSerializer<Fact<?>> {
    private static final long serialVersionUID = 1;

    /** Up to here a double has every whole number. */
    private static final double EXACT = 1L << 53;

    FactWriter() {
        super(Fact.class, true);
    }

    @Override
    public void serialize(Fact<?> fact, JsonGenerator json, SerializerProvider provider) throws IOException {
        switch (fact) {
            case Fact.Known<?>(Double value)
            when value == Math.rint(value) && Math.abs(value) < EXACT -> json.writeNumber(value.longValue());
            case Fact.Known<?>(var value) -> provider.defaultSerializeValue(value, json);
            case Fact.Unavailable<?>(var reason) -> {
                json.writeStartObject();
                json.writeStringField(FactReader.REASON, reason);
                json.writeEndObject();
            }
        }
    }
}
