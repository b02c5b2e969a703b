package dev.volta.core.config.shapes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsShapeTest {
    @Test
    void valuesThatDoNotGoTogetherAreAProblemOfTheirObject() {
        var key = Key.required("a", Shapes.TEXT, "A.");
        var shape = new FieldsShape<String>("a pair", List.of(key), _ -> {
            throw BadValueException.expected("an odd pair", "an even one");
        });
        var problems = new ArrayList<Problem>();
        assertThat(shape.read(YamlReader.literal("{a: b}", new Origin.ByDefault()), "pairs[0]", problems))
                .isEmpty();
        assertThat(problems).singleElement().asString().endsWith("pairs[0]: an odd pair; expected an even one");
    }
}
