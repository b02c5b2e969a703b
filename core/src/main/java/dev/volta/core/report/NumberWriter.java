package dev.volta.core.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/** Writes a whole number without a fraction or an exponent. */
final class NumberWriter extends JsonSerializer<Double> {
    /** Up to here a double has every whole number. */
    private static final double EXACT = 1L << 53;

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider) throws IOException {
        write(value, json);
    }

    static void write(double value, JsonGenerator json) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            json.writeNumber((long) value);
        } else {
            json.writeNumber(value);
        }
    }
}
