package dev.volta.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vm1 vm2 vm3 vm8 vm11            | vm[1-3,8,11]",
                "vm1                             | vm1",
                "db web                          | db,web",
                "vm2 vm1 db vm3                  | vm[1-3],db",
                "n08 n09 n10 n11                 | n[08-11]",
                "n8 n9 n10                       | n[8-10]",
                "n1 n01                          | n1,n01",
                "node1.lab node2.lab node2.hall  | node[1-2].lab,node2.hall",
                "a1.dc2 a2.dc2 a3.dc2            | a[1-3].dc2",
                "rack1-7 rack1-8 rack1-9         | rack1-[7-9]",
                "127.0.0.1-2201 127.0.0.1-2202   | 127.0.0.1-[2201-2202]",
                "x1234567890 x1234567891         | x1234567890,x1234567891",
            })
    void foldsNames(String names, String folded) {
        assertThat(FoldedNames.fold(names(names.split(" ")))).isEqualTo(folded);
    }

    @Test
    void foldsNoNamesToNothing() {
        assertThat(FoldedNames.fold(List.of())).isEmpty();
    }

    @RepeatedTest(200)
    void isTheInverseOfAPattern() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var names = new LinkedHashSet<String>();
        for (var i = random.nextInt(1, 40); i > 0; i--) {
            var format = List.of("n%d", "n%02d", "r%d-n1", "n%03d.x2", "h%d").get(random.nextInt(5));
            names.add(format.formatted(random.nextInt(120)));
        }
        var inventory = new Inventory(Stream.concat(names.stream(), Stream.of("other"))
                .map(FoldedNamesTest::node)
                .toList());
        var folded = FoldedNames.fold(names(names.toArray(String[]::new)));
        assertThat(NodePattern.select(folded, inventory))
                .as("seed %d: %s", seed, folded)
                .extracting(node -> node.name().value())
                .containsExactlyElementsOf(names);
    }

    @Test
    void putsNodesWithTheSameTextTogether() {
        var texts = new LinkedHashMap<NodeName, String>();
        texts.put(new NodeName("vm1"), "up");
        texts.put(new NodeName("vm2"), "down");
        texts.put(new NodeName("vm3"), "up");
        texts.put(new NodeName("vm4"), "up");
        assertThat(FoldedNames.byText(texts).entrySet())
                .containsExactly(Map.entry("vm[1,3-4]", "up"), Map.entry("vm2", "down"));
    }

    static Node node(String name) {
        return new Node(
                new NodeName(name),
                new Reach.Here(),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
    }

    private static List<NodeName> names(String... words) {
        return Stream.of(words).map(NodeName::new).toList();
    }
}
