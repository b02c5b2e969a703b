package dev.volta.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.facts.NodeProbe;
import dev.volta.core.plan.Step;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.supervisor.PlainSupervisor;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StepRunnerTest {
    private static final NodeName NODE = new NodeName("here");

    private final Remote here = new LocalRemote(NODE);

    @TempDir
    private Path folder;

    private StepRunner runner(Remote remote) {
        return new StepRunner(remote, new PlainSupervisor(remote, folder + "/services", folder + "/work"));
    }

    private void write(Remote remote, Path file, String content) throws InterruptedException {
        runner(remote).run(new Step.WriteFile(NODE, new PlacedFile(file.toString(), content, true, false)));
    }

    @Test
    void writesAFileForItsOwnerAlone() throws Exception {
        var file = folder.resolve("conf/secret");
        write(here, file, "password\n");
        write(here, file, "another\n\n");
        assertThat(file).hasContent("another\n\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("conf"))))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder.resolve("conf"))) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aFileWhoseContentBreaksOffStaysAsItWas() throws Exception {
        var file = folder.resolve("conf/settings");
        write(here, file, "before");
        for (var part : List.of(0.0, 0.1, 0.5, 0.9, 0.999)) {
            var cut = commandsWithInput(
                    bytes -> new ByteArrayInputStream(bytes, 0, (int) (bytes.length * part)).readAllBytes());
            assertThatThrownBy(() -> write(cut, file, "after".repeat(1000)))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining(part == 0 ? "it got no standard input" : "broke off");
            assertThat(file).hasContent("before");
            try (var files = Files.list(folder.resolve("conf"))) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void secretsAreNoParameters() throws Exception {
        var seen = new ArrayList<String>();
        var watched = new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                seen.addAll(command.argv());
                return super.run(command, sink);
            }
        };
        write(watched, folder.resolve("conf/secret"), "hunter2");
        assertThat(String.join(" ", seen)).contains("conf/secret").doesNotContain("hunter2");
    }

    @Test
    void doesNotWriteWhereOthersMay() throws Exception {
        var open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> write(here, open.resolve("file"), "secret"))
                .hasMessageContaining(open + " can be written by other users (mode 777)");
        assertThat(open).isEmptyDirectory();
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make folders of other users");
        var theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.setAttribute(theirs, "unix:uid", 65534);
        assertThatThrownBy(() -> write(here, theirs.resolve("file"), "secret"))
                .hasMessageContaining(theirs + " belongs to another user (uid 65534)");
        var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        var link = Files.createSymbolicLink(folder.resolve("link"), elsewhere);
        here.run(Command.of("chown", "-h", "65534", link.toString())).require();
        for (var file : List.of(link.resolve("file"), link.resolve("deeper/file"))) {
            assertThatThrownBy(() -> write(here, file, "secret"))
                    .hasMessageContaining(link + " is a symbolic link of another user (uid 65534)");
        }
        assertThat(theirs).isEmptyDirectory();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void writesWhereALinkOfOnesOwnLeadsIfOthersMayNot() throws Exception {
        var real = Files.createDirectory(folder.resolve("real"));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
        var link = Files.createSymbolicLink(folder.resolve("mine"), real);
        write(here, link.resolve("file"), "secret");
        assertThat(real.resolve("file")).hasContent("secret");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> write(here, link.resolve("other"), "secret"))
                .hasMessageContaining(link + " can be written by other users (mode 777)");
        assertThat(real.resolve("other")).doesNotExist();
    }

    @Test
    void writesWhereOnlyTheUsersOwnGroupMayToo() throws Exception {
        var uid = Files.getAttribute(folder, "unix:uid");
        var shared = Files.createDirectory(folder.resolve("shared"));
        assumeTrue(uid.equals(Files.getAttribute(shared, "unix:gid")), "this user has no group of his own");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxr-x"));
        write(here, shared.resolve("file"), "secret");
        assertThat(shared.resolve("file")).hasContent("secret");
        assumeTrue(uid.equals(0), "only root can give a folder to a group that he is not in");
        Files.setAttribute(shared, "unix:gid", 12345);
        assertThatThrownBy(() -> write(here, shared.resolve("other"), "secret"))
                .hasMessageContaining(shared + " can be written by other users (mode 775)");
    }

    @Test
    void whatIsWrittenIsOnTheDiskBeforeItHasItsName() throws Exception {
        var file = folder.resolve("conf/settings");
        write(here, file, "before");
        var seen = folder.resolve("seen");
        write(
                here("sync --", "cat '" + file + "' >'" + seen + "'; echo >>'" + seen + "'; cat >>'" + seen + "' --"),
                file,
                "after");
        assertThat(seen).hasContent("before\nafter");
    }

    /** A runtime whose java prints what it is told. */
    private Path archive(String java) throws Exception {
        var tree = Files.createDirectories(folder.resolve("tree/lib"));
        Files.createDirectories(folder.resolve("tree/bin"));
        Files.write(tree.resolve("modules"), new byte[3_000_000]);
        Files.writeString(folder.resolve("tree/release"), "JAVA_VERSION=\"25.0.3\"\n");
        var program = Files.writeString(folder.resolve("tree/bin/java"), "#!/bin/sh\n" + java + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        var archive = folder.resolve("archive");
        here.run(Command.of("tar", "-C", folder.resolve("tree").toString(), "-czf", archive.toString(), "."))
                .require();
        return archive;
    }

    private Path install() {
        return folder.resolve("install");
    }

    private Path home() {
        return install().resolve("volta-jre-25");
    }

    private void unpack(Remote remote, Path archive) throws InterruptedException {
        runner(remote).run(new Step.Unpack(NODE, archive, home().toString()));
    }

    private List<String> javas() throws InterruptedException {
        var javas = new NodeProbe(List.of(install().toString())).ask(here).javas();
        return javas instanceof Fact.Known<List<String>>(var list)
                ? list.stream().filter(java -> java.contains(folder.toString())).toList()
                : List.of();
    }

    private void assertWhole() throws Exception {
        assertThat(home().resolve("lib/modules")).hasSize(3_000_000);
        assertThat(javas()).containsExactly("25.0.3 " + home().toRealPath());
        try (var left = Files.list(install())) {
            assertThat(left.map(file -> file.getFileName().toString())).isSubsetOf("volta-jre-25", "volta-jre-25.lock");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home())))
                .isEqualTo("rwxr-xr-x");
    }

    @Test
    void aRuntimeThatWasUnpackedCountsOnlyAsLongAsItIsWhole() throws Exception {
        var archive = archive("exit 0");
        unpack(here, archive);
        assertWhole();
        var kept = Files.getAttribute(home(), "unix:ino");
        unpack(here, archive);
        assertThat(Files.getAttribute(home(), "unix:ino")).isEqualTo(kept);
        Files.write(home().resolve("lib/modules"), new byte[1_000]);
        assertThat(javas()).isEmpty();
        unpack(here, archive);
        assertWhole();
        Files.delete(home().resolve("release"));
        unpack(here, archive);
        assertWhole();
        Files.delete(home().resolve(".volta-size")); // as one that was being unpacked when the power went
        assertThat(javas()).isEmpty();
        unpack(here, archive);
        assertWhole();
    }

    /** tar gives root's files the modes that they were packed with. */
    @Test
    void nobodyElseCanChangeARuntimeHoweverItWasPacked() throws Exception {
        archive("exit 0");
        here.run(Command.of("chmod", "-R", "go+w", folder.resolve("tree").toString()))
                .require();
        here.run(Command.of(
                        "tar",
                        "-C",
                        folder.resolve("tree").toString(),
                        "-czf",
                        folder.resolve("archive").toString(),
                        "."))
                .require();
        unpack(here, folder.resolve("archive"));
        assertThat(here.run(Command.of("find", install().toString(), "-perm", "/022"))
                        .out())
                .isEmpty();
    }

    @Test
    void aRuntimeThatDoesNotRunIsNotPutThere() throws Exception {
        var broken = archive("echo 'cannot load libjvm.so' >&2; exit 1");
        assertThatThrownBy(() -> unpack(here, broken))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("the Java that was sent does not run: cannot load libjvm.so");
        assertThat(home()).doesNotExist();
        var whole = Files.readAllBytes(archive("exit 0"));
        var torn = Files.write(folder.resolve("torn"), java.util.Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> unpack(here, torn)).isInstanceOf(RemoteException.class);
        assertThat(home()).doesNotExist();
        unpack(here, archive("exit 0"));
        assertWhole();
    }

    @Test
    void severalFleetsThatUnpackAtTheSameTimePublishNothingHalf() throws Exception {
        var archive = archive("sleep 0.2");
        for (var withoutLock : List.of(false, true)) {
            var remote = withoutLock ? withoutFlock() : here;
            var failures = new ConcurrentLinkedQueue<Throwable>();
            var threads = new ArrayList<Thread>();
            for (var i = 0; i < 4; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    try {
                        unpack(remote, archive);
                    } catch (Throwable e) {
                        failures.add(e);
                    }
                }));
            }
            for (var thread : threads) {
                thread.join();
            }
            assertThat(failures).as("without lock: %s", withoutLock).isEmpty();
            assertWhole();
            here.run(Command.of("rm", "-rf", install().toString())).require();
        }
    }

    @Test
    void aRuntimeThatWasUnpackedInPartIsNotPutThereThoughItsJavaRuns() throws Exception {
        var archive = archive("exit 0");
        var hurt = folder.resolve("hurt.sh");
        Files.writeString(hurt, "tar \"$@\"; rm \"$2/lib/modules\"; echo 'No space left' >&2; exit 2\n");
        var full = here("tar -C", "sh '" + hurt + "' -C");
        assertThatThrownBy(() -> unpack(full, archive))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("No space left\nthe Java that was sent cannot be unpacked");
        assertThat(home()).doesNotExist();
        unpack(here, archive);
        assertWhole();
    }

    @Test
    void nobodyElseCanHoldTheLockOfARuntime() throws Exception {
        var lock = home().resolveSibling("volta-jre-25.lock");
        for (var round = 0; round < 2; round++) {
            unpack(here, archive("exit 0"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--")); // as it was
        }
    }

    private Remote withoutFlock() {
        return here("command -v flock", "false");
    }

    /** This machine, where scripts say something else. */
    private Remote here(String instead, String said) {
        return new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = command.argv().stream()
                        .map(word -> word.replace(instead, said))
                        .toList();
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
    }

    private interface Change extends Function<byte[], byte[]> {}

    private Remote commandsWithInput(Change change) {
        return new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                CommandInput changed = () -> {
                    try (var in = command.stdin().open()) {
                        return new ByteArrayInputStream(change.apply(in.readAllBytes()));
                    }
                };
                return super.run(new Command(command.argv(), changed, command.timeout()), sink);
            }
        };
    }
}
