package dev.volta.core.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.volta.core.facts.Fact;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads what {@link FactWriter} wrote. An object with the single key {@code unavailable} is a missing fact. */
@SuppressWarnings("rawtypes") // the type under Fact is known to Jackson alone
final class FactReader extends JsonDeserializer<Fact> implements ContextualDeserializer {
    static final String REASON = "unavailable";

    private final JavaType type;

    FactReader() {
        this(TypeFactory.unknownType());
    }

    private FactReader(JavaType type) {
        this.type = type;
    }

    @Override
    public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
        return new FactReader(context.getContextualType().containedTypeOrUnknown(0));
    }

    @Override
    public Fact<?> deserialize(JsonParser json, DeserializationContext context) throws IOException {
        JsonNode tree = json.readValueAsTree();
        if (tree.isObject() && tree.size() == 1 && tree.path(REASON).isTextual()) {
            return Fact.unavailable(tree.path(REASON).textValue());
        }
        Object value = context.readTreeAsValue(tree, type);
        return Fact.known(value);
    }
}
