package dev.volta.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.volta.core.facts.Fact;
import java.io.IOException;

/** Writes a fact as its value, or as the reason why there is none. A whole number is written without a fraction. */
final class FactWriter extends StdSerializer<Fact<?>> {
    private static final long serialVersionUID = 1;

    FactWriter() {
        super(Fact.class, true);
    }

    @Override
    public void serialize(Fact<?> fact, JsonGenerator json, SerializerProvider provider) throws IOException {
        switch (fact) {
            case Fact.Known<?>(Double value) -> NumberWriter.write(value, json);
            case Fact.Known<?>(var value) -> provider.defaultSerializeValue(value, json);
            case Fact.Unavailable<?>(var reason) -> {
                json.writeStartObject();
                json.writeStringField(FactReader.REASON, reason);
                json.writeEndObject();
            }
        }
    }
}
