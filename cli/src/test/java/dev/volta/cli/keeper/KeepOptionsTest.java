package dev.volta.cli.keeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Inventory;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;

class KeepOptionsTest {
    private static final SshChoices CHOICES = new SshChoices(
            Path.of("/h"),
            "ann",
            Path.of("/h/config"),
            List.of(Path.of("/h/known")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    private final StringWriter err = new StringWriter();
    private final List<String> events = new ArrayList<>();

    @Test
    void withoutTheOptionNodesAreConnectedTo() {
        assumeTrue(System.getenv("VOLTA_KEEP") == null, "skipped: VOLTA_KEEP is set");
        assertThat(over(new String[0])).isInstanceOf(Direct.class);
        assertThat(over("--no-keep")).isInstanceOf(Direct.class);
        assertThat(over("--keep")).isInstanceOf(KeptAccess.class);
    }

    @Test
    void whatIsUsualHoldsUntilSomethingIsSaid() {
        assumeTrue(System.getenv("VOLTA_KEEP") == null, "skipped: VOLTA_KEEP is set");
        assertThat(over(true)).isInstanceOf(KeptAccess.class);
        assertThat(over(true, "--no-keep")).isInstanceOf(Direct.class);
    }

    @Test
    void readsTheEnvironmentsWords() {
        var words = new KeepOptions.Switch();
        assertThat(words.convert("1")).isTrue();
        assertThat(words.convert("0")).isFalse();
        assertThat(words.convert("")).isFalse();
        assertThatThrownBy(() -> words.convert("maybe"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage("'maybe' is neither 0 nor 1");
    }

    @Test
    void withoutAKeeperItSaysSoOnceAndConnects() throws InterruptedException {
        var node = Inventory.local().nodes().getFirst();
        NodeAccess broken = new NodeAccess() {
            @Override
            public Remote connect(dev.volta.core.config.Node ignored) {
                throw new KeeperException("no place");
            }

            @Override
            public void close() {
                events.add("kept closed");
            }
        };
        try (var access = new KeptAccess(() -> broken, Direct::new, e -> events.add(String.valueOf(e.getMessage())))) {
            assertThat(access.connect(node)).isInstanceOf(LocalRemote.class);
            assertThat(access.connect(node)).isInstanceOf(LocalRemote.class);
        }
        assertThat(events).containsExactly("no place", "kept closed", "direct closed");
    }

    @Test
    void aFleetWithoutAFolderHasNoKeeper() throws InterruptedException {
        try (var access = over("--keep")) {
            access.connect(Inventory.local().nodes().getFirst());
        }
        assertThat(err.toString())
                .startsWith("volta: no place for a keeper of /no/such/folder")
                .endsWith("; connecting without a keeper" + System.lineSeparator());
    }

    private NodeAccess over(String... arguments) {
        return over(false, arguments);
    }

    private NodeAccess over(boolean usual, String... arguments) {
        var command = CommandLine.populateCommand(new WithOptions(), arguments);
        return command.keep.over(Path.of("/no/such/folder"), CHOICES, usual, Direct::new, new PrintWriter(err, true));
    }

    @Command
    private static final class WithOptions {
        @Mixin
        private KeepOptions keep;
    }

    private final class Direct implements NodeAccess {
        @Override
        public Remote connect(dev.volta.core.config.Node node) {
            return new LocalRemote(node.name());
        }

        @Override
        public void close() {
            events.add("direct closed");
        }
    }
}
