package dev.volta.core.report;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.volta.core.facts.Fact;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values by the names of their quantities, in the quantities' units. Whole numbers are exact up to 2^53. */
public final class MeasuredValues {
    public static final MeasuredValues NONE = new MeasuredValues(Map.of());

    private final Map<String, Fact<Double>> byName;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    private MeasuredValues(Map<String, Fact<Double>> byName) {
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        byName.forEach((name, fact) -> fact.toOptional().ifPresent(value -> {
            if (!Double.isFinite(value) || value < 0) {
                throw new IllegalArgumentException("no measured value: " + name + " " + value);
            }
        }));
    }

    @JsonValue
    Map<String, Fact<Double>> byName() {
        return byName;
    }

    public MeasuredValues with(Quantity quantity, double value) {
        return with(quantity, Fact.known(value));
    }

    public MeasuredValues with(Quantity quantity, long value) {
        return with(quantity, Fact.known(value));
    }

    public MeasuredValues with(Quantity quantity, Fact<? extends Number> value) {
        var more = new LinkedHashMap<>(byName);
        more.put(quantity.name(), value.map(Number::doubleValue));
        return new MeasuredValues(more);
    }

    public Fact<Double> get(Quantity quantity) {
        var value = byName.get(quantity.name());
        if (value == null) {
            throw new IllegalArgumentException("there is no " + quantity.name() + " in " + byName.keySet());
        }
        return value;
    }

    /** Throws if it does not have exactly the values of {@code quantities}. */
    void require(List<Quantity> quantities) {
        var names = quantities.stream().map(Quantity::name).toList();
        if (!List.copyOf(byName.keySet()).equals(names)) {
            throw new IllegalArgumentException("measured were " + byName.keySet() + ", and it should be " + names);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MeasuredValues values && values.byName.equals(byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
