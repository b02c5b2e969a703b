package dev.volta.core.deploy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, each of the kind that is asked for. It reads Jackson's tokens: the first use of its object mapper
 * takes a tenth of a second, and every look at a fleet reads a record.
 *
 * @param of what the object is of, for messages
 */
record JsonFields(String of, Map<String, Object> values) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /**
     * The object that {@code text} is.
     *
     * @throws IllegalArgumentException if it is something else, or more than that; the message names the line
     */
    static JsonFields parse(String of, String text) {
        try (var tokens = JSON.createParser(text)) {
            if (text.isBlank()) {
                throw new IllegalArgumentException("it is empty");
            }
            if (tokens.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            var fields = new JsonFields(of, object(tokens));
            if (tokens.nextToken() != null) {
                throw new IllegalArgumentException("there is something behind the JSON object");
            }
            return fields;
        } catch (JsonEOFException e) {
            throw new IllegalArgumentException("its end is missing", e);
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new IllegalArgumentException((at == null ? "it" : "line " + at.getLineNr()) + " is no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text can be read
        }
    }

    private static Map<String, Object> object(JsonParser tokens) throws IOException {
        var fields = new LinkedHashMap<String, Object>();
        while (tokens.nextToken() != JsonToken.END_OBJECT) {
            var name = tokens.currentName();
            tokens.nextToken();
            fields.put(name, value(tokens));
        }
        return fields;
    }

    private static Object value(JsonParser tokens) throws IOException {
        return switch (tokens.currentToken()) {
            case START_OBJECT -> object(tokens);
            case START_ARRAY -> {
                var values = new ArrayList<>();
                while (tokens.nextToken() != JsonToken.END_ARRAY) {
                    values.add(value(tokens));
                }
                yield values;
            }
            case VALUE_STRING -> tokens.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> tokens.getNumberValue();
            default -> new Object(); // what no field may have
        };
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) {
        return as(String.class, name, values.get(name));
    }

    boolean truth(String name) {
        return as(Boolean.class, name, values.get(name));
    }

    int number(String name) {
        return as(Integer.class, name, values.get(name));
    }

    long longNumber(String name) {
        return values.get(name) instanceof Long number ? number : number(name);
    }

    List<String> texts(String name) {
        var texts = new ArrayList<String>();
        for (var one : as(List.class, name, values.get(name))) {
            texts.add(as(String.class, name, one));
        }
        return texts;
    }

    JsonFields object(String name) {
        return object(name, values.get(name));
    }

    List<JsonFields> objects(String name) {
        var objects = new ArrayList<JsonFields>();
        for (var one : as(List.class, name, values.get(name))) {
            objects.add(object(name, one));
        }
        return objects;
    }

    @SuppressWarnings("unchecked") // the only maps are those of objects
    private JsonFields object(String name, @Nullable Object value) {
        return new JsonFields(of, as(Map.class, name, value));
    }

    private <T> T as(Class<T> kind, String name, @Nullable Object value) {
        if (!kind.isInstance(value)) {
            throw new IllegalArgumentException(
                    of + (value == null ? " has no '" + name + "'" : ": '" + name + "' is of another kind"));
        }
        return kind.cast(value);
    }
}
