package dev.volta.core.config.load;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Limits;
import dev.volta.core.config.shapes.FieldsShape;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.ScalarShape;
import java.math.BigDecimal;
import java.util.List;

/** The table of the keys of {@code limits}. */
final class LimitKeys {
    private LimitKeys() {}

    /** Limits whose values are written as {@code size} and {@code cpus} say. */
    static FieldsShape<Limits> of(ScalarShape<ByteSize> size, ScalarShape<BigDecimal> cpus) {
        var memory = Key.optional("memory", size, "Memory on each node; absent: unlimited.");
        var processors = Key.optional("cpus", cpus, "Processors on each node, also in parts; absent: unlimited.");
        return new FieldsShape<>(
                "limits",
                List.of(memory, processors),
                values -> new Limits(values.find(memory), values.find(processors)));
    }
}
