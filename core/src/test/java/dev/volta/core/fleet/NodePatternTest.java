package dev.volta.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodePatternTest {
    private static final Inventory FLEET = fleet();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            vm1             | vm1
            vm[1-3]         | vm1 vm2 vm3
            vm[3,1]         | vm1 vm3
            vm[1-2,4]       | vm1 vm2 vm4
            r[1-2]n[01-02]  | r1n01 r1n02 r2n01 r2n02
            @controller     | vm1
            @worker         | vm2 vm3 vm4 r1n01 r1n02 r2n01 r2n02
            @worker&vm*     | vm2 vm3 vm4
            @worker&vm*!vm3 | vm2 vm4
            vm*,!vm3        | vm1 vm2 vm4
            !@worker        | vm1
            vm1,r1n01       | vm1 r1n01
            *               | vm1 vm2 vm3 vm4 r1n01 r1n02 r2n01 r2n02
            host            | host
            host,vm1        | vm1 host
            h*,vm1          | vm1
            *!host          | vm1 vm2 vm3 vm4 r1n01 r1n02 r2n01 r2n02
            """)
    void chooses(String pattern, String names) {
        assertThat(NodePattern.select(pattern, FLEET).stream()
                        .map(node -> node.name().value()))
                .containsExactly(names.split(" ", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            vm9        | there is no node 'vm9'
            vm[1-9]    | there is no node 'vm5'
            @gpu       | no node carries the label 'gpu'
            vm1&vm2    | chooses no node; 'volta nodes' lists the 8 nodes
            vm[1-      | '[' without ']'
            vm[a]      | 'a' is no number
            vm[3-1]    | runs backwards
            vm1,,vm2   | at character 5
            @          | at character 1
            x[1-999999999] | more than 100000 names
            """)
    void refuses(String pattern, String reason) {
        assertThatThrownBy(() -> NodePattern.select(pattern, FLEET))
                .isInstanceOf(PatternException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void refusesAnEmptyPattern() {
        assertThatThrownBy(() -> NodePattern.select("", FLEET)).isInstanceOf(PatternException.class);
    }

    private static Inventory fleet() {
        var nodes = new ArrayList<Node>();
        for (var name : List.of("vm1", "vm2", "vm3", "vm4", "r1n01", "r1n02", "r2n01", "r2n02")) {
            nodes.add(new Node(
                    new NodeName(name),
                    new Reach.Ssh("192.0.2.1", Port.SSH, Optional.empty()),
                    Set.of(name.equals("vm1") ? Node.CONTROLLER : Node.WORKER),
                    Optional.empty(),
                    NodePaths.UNSAID,
                    new Origin.ByDefault()));
        }
        return new Inventory(nodes);
    }
}
