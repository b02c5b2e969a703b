package dev.volta.core.config.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.shapes.FieldsShape;
import java.util.List;

/** JSON Schemas (draft 2020-12) of the files, for editors. */
public final class Schemas {
    private Schemas() {}

    public static String fleet(KnownServices known) {
        return schema(new FleetKeys(known).file(), "volta.yaml: a fleet and its services");
    }

    public static String experiment(List<WorkKind> kinds) {
        return schema(new ExperimentKeys(kinds).file(), "experiment.yaml: work that is measured");
    }

    private static String schema(FieldsShape<?> shape, String title) {
        ObjectNode schema = JsonNodeFactory.instance
                .objectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", title);
        schema.setAll(shape.schema());
        return schema.toPrettyString() + "\n";
    }
}
