package dev.volta.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.service.KeptFiles;
import dev.volta.core.service.TestKinds;
import dev.volta.core.wire.PrivateFolder;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeSurveyTest {
    @TempDir
    private Path folder;

    private Path run;

    @BeforeEach
    void nameTheRunFolder() throws IOException {
        folder = folder.toRealPath();
        run = folder.resolve("run");
    }

    private ObservedNode look() throws InterruptedException {
        return look(new LocalRemote(new NodeName("n1")));
    }

    private ObservedNode look(Remote remote) throws InterruptedException {
        var name = new NodeName("n1");
        var paths =
                new NodePaths(Optional.of(folder.resolve("opt")), Optional.of(run), Optional.of(folder.resolve("log")));
        var node = new Node(name, new Reach.Here(), Set.of(), Optional.empty(), paths, new Origin.ByDefault());
        try (remote) {
            var kept = new KeptFiles("work/*/plan", "done", _ -> Optional.empty(), "");
            return new NodeSurvey("lab", "1", true, List.of(kept), TestKinds.SUPERVISORS, List.of()).look(node, remote);
        }
    }

    /** Commands run in a PID namespace of their own, as in a container. */
    private static final class InAContainer extends ForwardingRemote {
        InAContainer() {
            super(new LocalRemote(new NodeName("n1")));
        }

        @Override
        public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
            var argv = new ArrayList<>(List.of("unshare", "--fork", "--pid", "--mount-proc"));
            argv.addAll(command.argv());
            return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
        }
    }

    @Test
    void tellsAContainerFromItsMachine() throws Exception {
        var tried = new InAContainer().run(Command.of("true"));
        assumeTrue(tried.ok(), () -> "skipped: no PID namespace can be made here: " + tried.err());
        var here = look().account();
        assertThat(look().account().bootId()).isEqualTo(here.bootId());
        var container = look(new InAContainer()).account();
        assertThat(container.bootId()).isNotEqualTo(here.bootId());
        assertThat(container.sharesKernelWith(here)).isTrue();
        var elsewhere = new LoginInfo("root", 0, "/root", "another boot", false);
        assertThat(container.sharesKernelWith(elsewhere)).isFalse();
    }

    @Test
    void acceptsARunFolderOfItsUserAndOneThatIsNotThereYet() throws Exception {
        var conf = Files.createDirectories(folder.resolve("opt/lab/conf"));
        Files.writeString(conf.resolve("two words"), "x");
        assertThat(look().files()).containsOnlyKeys(conf.resolve("two words").toString());
        PrivateFolder.ensure(run);
        assertThat(look().layout().run()).isEqualTo(run.toString());
    }

    @Test
    void readsTheFirstBytesOfWhatServicesHaveLeft() throws Exception {
        assertThat(look().kept()).isEmpty();
        var work = Files.createDirectories(folder.resolve("opt/lab/state/work"));
        for (var name : List.of("a", "b b", "ended", "short")) {
            Files.createDirectories(work.resolve(name));
            Files.write(work.resolve(name).resolve("plan"), new byte[] {(byte) 0xfe, 2, 3, 4, 5, 6, 7, 8, 9});
        }
        Files.write(work.resolve("short/plan"), new byte[0]);
        Files.createFile(work.resolve("ended/done"));
        assertThat(look().kept())
                .extracting(file -> file.path() + " " + HexFormat.of().formatHex(file.head()))
                .containsExactly("work/a/plan fe02030405060708", "work/b b/plan fe02030405060708", "work/short/plan ");
    }

    @Test
    void refusesARunFolderThatOthersCanChange() throws Exception {
        Files.createDirectory(run);
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(this::look)
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(
                        run + " is not a folder of yours alone: everybody can change it, mode drwxrwxrwx");
    }

    @Test
    void namesFoldersAboveThoseOfVoltaThatAnotherUserCanChange() throws Exception {
        assertThat(look().alterable()).isEmpty();
        Files.createDirectories(folder.resolve("opt/lab"));
        assertThat(look().alterable()).isEmpty();
        Files.setPosixFilePermissions(folder.resolve("opt"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(look().alterable())
                .containsExactly(folder.resolve("opt")
                        + " is not a folder of yours alone: everybody can change it, mode drwxrwxrwx");
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can give a folder to somebody else");
        Files.delete(folder.resolve("opt/lab"));
        Files.delete(folder.resolve("opt"));
        Files.setAttribute(folder, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
        assertThat(look().alterable())
                .containsExactly(folder + " is not a folder of yours alone: it belongs to uid 12345, mode drwx------");
    }

    @Test
    void refusesALinkInPlaceOfTheRunFolder() throws Exception {
        Files.createSymbolicLink(run, PrivateFolder.ensure(folder.resolve("other")));
        assertThatThrownBy(this::look)
                .hasMessageContaining(run + " is not a folder of yours alone: it is a symbolic link");
    }

    @Test
    void refusesARunFolderThatSomebodyElseMade() throws Exception {
        assumeTrue(ProcessUser.uid() == 0, "skipped: only root can give a folder to somebody else");
        PrivateFolder.ensure(run);
        Files.setAttribute(run, "unix:uid", 12_345, LinkOption.NOFOLLOW_LINKS);
        assertThatThrownBy(this::look)
                .hasMessageContaining(
                        run + " is not a folder of yours alone: it belongs to uid 12345, mode drwx------");
    }
}
