package dev.volta.core.launcher.node;

import static dev.volta.core.launcher.node.LaunchRequest.command;
import static dev.volta.core.launcher.node.LaunchRequest.script;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.launcher.CapturedOutput;
import dev.volta.core.launcher.LauncherProcess;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.LauncherReply.Ended;
import dev.volta.core.launcher.LauncherRequest;
import dev.volta.core.launcher.Outcome.Exited;
import dev.volta.core.launcher.Outcome.NotStarted;
import dev.volta.core.launcher.Outcome.Signalled;
import dev.volta.core.launcher.PeakMemory;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Launches by one launcher. */
class LaunchTest {
    private static LauncherProcess launcher;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        launcher = LauncherProcess.start(
                LauncherProcess.open("launch-test"), "JAVA_TOOL_OPTIONS", "-Ddev.volta.test=launcher");
    }

    @AfterAll
    static void end() throws IOException {
        launcher.close();
    }

    private static Ended run(LaunchRequest request) throws IOException {
        return launcher.run(request.launch());
    }

    /** What it wrote, if it ended well. */
    private static String output(LaunchRequest request) throws IOException {
        var ended = run(request);
        assertThat(ended.outcome()).as(text(ended.stderr())).isEqualTo(new Exited(0));
        return text(ended.stdout());
    }

    private static String text(CapturedOutput output) {
        return new String(output.beginning(), UTF_8);
    }

    private static String whyNot(LaunchRequest request) throws IOException {
        var ended = run(request);
        assertThat(ended.outcome()).isInstanceOf(NotStarted.class);
        return ((NotStarted) ended.outcome()).why();
    }

    @Test
    void tellsHowACommandEnded() throws IOException {
        assertThat(run(script("exit 77")).outcome()).isEqualTo(new Exited(77));
        assertThat(run(script("kill -9 $$")).outcome()).isEqualTo(new Signalled(9));
        assertThat(run(script("kill -TERM $$")).outcome()).isEqualTo(new Signalled(15));
        var ended = run(command("true").id(-5));
        assertThat(ended.id()).isEqualTo(-5);
        assertThat(ended.endNanos()).isGreaterThan(ended.startNanos());
        assertThat(ended.timedOut() || ended.cancelled()).isFalse();
        assertThat(ended.leftovers()).isZero();
    }

    @Test
    void tellsWhyACommandWasNotStarted() throws IOException {
        var plain = Files.writeString(folder.resolve("plain"), "");
        var script = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        var garbage = Files.writeString(folder.resolve("garbage"), "exit 0\n");
        assertThat(garbage.toFile().setExecutable(true)).isTrue();

        assertThat(whyNot(command("no-such-command").environment("PATH=/usr/bin:/bin")))
                .isEqualTo("no-such-command: not found in the PATH /usr/bin:/bin");
        assertThat(whyNot(command("/no/such/command"))).isEqualTo("/no/such/command: No such file or directory");
        assertThat(whyNot(command(""))).startsWith(": not found in the PATH ");
        assertThat(whyNot(command(plain.toString()))).isEqualTo(plain + ": Permission denied (not executable)");
        assertThat(whyNot(command("plain").environment("PATH=/no:" + folder)))
                .isEqualTo(plain + ": Permission denied (not executable)");
        assertThat(whyNot(command(plain + "/x"))).isEqualTo(plain + "/x: Not a directory");
        assertThat(whyNot(command(folder.toString()))).isEqualTo(folder + ": Permission denied (a directory)");
        assertThat(whyNot(command(script.toString()))).startsWith(script + ": its interpreter is not there");
        assertThat(whyNot(command(garbage.toString())))
                .isEqualTo(garbage + ": Exec format error (a script has to begin with #!)");
        assertThat(whyNot(command("true", "x".repeat(1 << 20)))).endsWith("true: Argument list too long");
        assertThat(whyNot(command("true").folder("/no/such/folder")))
                .isEqualTo("folder /no/such/folder: No such file or directory");
        assertThat(whyNot(command("true").folder(plain.toString()))).isEqualTo("folder " + plain + ": Not a directory");
        assertThat(whyNot(command("true").stdin("/no/such/file")))
                .isEqualTo("standard input /no/such/file: No such file or directory");
        assertThat(whyNot(command("true").stdin(folder)))
                .isEqualTo("standard input " + folder + ": neither a regular file nor a device");
        assertThat(run(command("true")).outcome()).isEqualTo(new Exited(0));
    }

    @Test
    void findsCommandsAsTheShellDoes() throws IOException {
        var here = Files.writeString(folder.resolve("here"), "#!/bin/sh\necho \"$0\"\n");
        assertThat(here.toFile().setExecutable(true)).isTrue();
        var unusable = Files.createDirectories(folder.resolve("unusable"));
        Files.writeString(unusable.resolve("here"), "");

        assertThat(output(command("here").environment("PATH=" + unusable + ":" + folder)))
                .isEqualTo(here + "\n");
        assertThat(output(command("./here").folder(folder.toString()))).isEqualTo("./here\n");
        assertThat(output(command("here").folder(folder.toString()).environment("PATH=/no:")))
                .isEqualTo("./here\n");
        assertThat(output(command("pwd").folder(folder.toString()))).isEqualTo(folder.toRealPath() + "\n");
    }

    @Test
    void readsAFileOrNothing() throws IOException {
        var input = Files.writeString(folder.resolve("input"), "content");
        assertThat(output(command("cat").stdin(input))).isEqualTo("content");
        assertThat(output(command("head", "-c", "3").stdin("/dev/zero"))).isEqualTo("\0\0\0");
        assertThat(output(command("cat"))).isEmpty();
    }

    @Test
    void addsToTheEnvironmentOfTheLauncher() throws IOException {
        var own = output(command("env"));
        assertThat(own).contains("PATH=" + System.getenv("PATH") + "\n").doesNotContain("JAVA_TOOL_OPTIONS");

        var changed = output(command("/usr/bin/env").environment("PATH=/nowhere", "A=b=c", "JAVA_TOOL_OPTIONS=-Da=b"));
        assertThat(changed.lines())
                .contains("PATH=/nowhere", "A=b=c", "JAVA_TOOL_OPTIONS=-Da=b")
                .doesNotContain("PATH=" + System.getenv("PATH"));
    }

    @Test
    void passesArgumentsAsTheyAre() throws IOException {
        var bytes = RawText.decode(new byte[] {'a', (byte) 0xff, (byte) 0xc3, '\n'});
        var ended = run(command("printf", "%s|", "two words", "'\"$x\\", "", "*", "line\nfeed", "ж", bytes));
        assertThat(RawText.decode(ended.stdout().beginning()))
                .isEqualTo("two words|'\"$x\\||*|line\nfeed|ж|" + bytes + "|");

        var name = RawText.path(folder + "/" + RawText.decode(new byte[] {(byte) 0xe9}));
        Files.writeString(name, "named by a byte");
        assertThat(output(command("cat").stdin(RawText.of(name)))).isEqualTo("named by a byte");
    }

    @Test
    void startsCommandsWithNothingInherited() throws IOException {
        // ls has the folder open itself
        assertThat(output(command("ls", "/proc/self/fd"))).isEqualTo("0\n1\n2\n3\n");
        assertThat(output(command("grep", "-E", "^Sig(Blk|Ign):", "/proc/self/status"))
                        .lines())
                .map(line -> line.replaceAll(".*:\\s*", ""))
                .containsOnly("0000000000000000");
        assertThat(output(script("set -- $(cat /proc/$$/stat); [ $6 = $$ ] && echo leads its session")))
                .isEqualTo("leads its session\n");
        assertThat(output(script("ulimit -Sn"))).isEqualTo(LauncherProcess.OPEN_FILES + "\n");
    }

    @Test
    void countsAndDigestsAllOutputAndKeepsItsBeginning() throws IOException, NoSuchAlgorithmException {
        var size = 200_000_000;
        var ended = run(script("head -c " + size + " /dev/zero; echo failed >&2"));
        assertThat(ended.stdout().size()).isEqualTo(size);
        var digest = MessageDigest.getInstance("SHA-256");
        var part = new byte[1_000_000];
        for (var i = 0; i < size / part.length; i++) {
            digest.update(part);
        }
        assertThat(ended.stdout().sha256()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(ended.stdout().beginning()).isEqualTo(new byte[1 << 16]);
        assertThat(text(ended.stderr())).isEqualTo("failed\n");
        assertThat(ended.stderr().isCut()).isFalse();
        assertThat(launcherPeakKib()).isLessThan(200_000);
    }

    private static long launcherPeakKib() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + launcher.process().pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void discardsOutputOnRequest() throws IOException {
        var ended = run(script("[ /proc/self/fd/1 -ef /dev/null ] && [ /proc/self/fd/2 -ef /dev/null ]; exit $?")
                .discard());
        assertThat(ended.outcome()).isEqualTo(new Exited(0));
        assertThat(ended.stdout()).isEqualTo(CapturedOutput.NONE);
    }

    @Test
    void waitsForACommandThatClosesItsOutput() throws IOException {
        var ended = run(script("echo before; exec >&- 2>&-; exit 3"));
        assertThat(ended.outcome()).isEqualTo(new Exited(3));
        assertThat(text(ended.stdout())).isEqualTo("before\n");
    }

    @Test
    void endsAndAccountsForWhatACommandLeaves() throws IOException {
        var done = folder.resolve("done");
        // The one in the background leaves the session, keeps the output open, and tells what it has used.
        var ended = run(script("""
                setsid sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done; { times; echo $$; echo end; } >"$1"
                    exec sleep 1000' sh "$1" &
                until [ "$(tail -n 1 "$1" 2>/dev/null)" = end ]; do sleep 0.01; done
                echo over""", done));
        assertThat(ended.outcome()).isEqualTo(new Exited(0));
        assertThat(text(ended.stdout())).isEqualTo("over\n");
        assertThat(ended.leftovers()).isEqualTo(1);
        var told = Files.readAllLines(done);
        assertThat(ProcessHandle.of(Long.parseLong(told.get(2)))).isEmpty();
        assertThat(usedNanos(told.getFirst())).isPositive();
        assertThat(cpuNanos(ended)).isGreaterThanOrEqualTo(usedNanos(told.getFirst()));
    }

    @Test
    void accountsForOrphansThatEndBeforeTheCommand() throws IOException {
        var done = folder.resolve("done");
        var ended = run(script("""
                (sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done; times >"$1.new"; mv "$1.new" "$1"' sh "$1" &)
                until [ -e "$1" ]; do sleep 0.01; done""", done));
        assertThat(ended.outcome()).isEqualTo(new Exited(0));
        assertThat(cpuNanos(ended))
                .isGreaterThanOrEqualTo(usedNanos(Files.readAllLines(done).getFirst()));
    }

    /** What {@code times} of a shell printed, such as 0m0.120000s 0m0.010000s, in the first line. */
    private static long usedNanos(String times) {
        var parts = times.split("[ms \n]+", -1);
        return (long) (1e9 * (Double.parseDouble(parts[1]) + Double.parseDouble(parts[3])));
    }

    private static long cpuNanos(Ended ended) {
        return ended.usage().userNanos() + ended.usage().systemNanos();
    }

    @Test
    void tellsWhatACommandUsed() throws IOException {
        var ended = run(script("i=0; while [ $i -lt 300000 ]; do i=$((i + 1)); done; times; sleep 0.01"));
        assertThat(cpuNanos(ended))
                .isGreaterThanOrEqualTo(usedNanos(text(ended.stdout())))
                .isLessThan(2 * (ended.endNanos() - ended.startNanos()));
        assertThat(ended.usage().minorFaults()).isPositive();
        assertThat(ended.usage().voluntarySwitches()).isPositive();
        // Not what an earlier one has used.
        var next = run(command("true"));
        assertThat(cpuNanos(next)).isLessThan(cpuNanos(ended));
    }

    @Test
    void killsACommandThatIgnoresTheEndOfItsTime() throws IOException {
        var ended = run(script("trap '' TERM; sleep 1000 & while :; do :; done").limit(Duration.ofMillis(100)));
        assertThat(ended.timedOut()).isTrue();
        assertThat(ended.outcome()).isEqualTo(new Signalled(9));
        assertThat(ended.leftovers()).isZero();
        assertThat(ended.endNanos() - ended.startNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(1100));
    }

    @Test
    void letsACommandEndItselfWhenItsTimeIsOver() throws IOException {
        var ended = run(script("trap 'echo cleaned up; exit 4' TERM; while :; do sleep 0.01; done")
                .limit(Duration.ofMillis(100)));
        assertThat(ended.timedOut()).isTrue();
        assertThat(ended.outcome()).isEqualTo(new Exited(4));
        assertThat(text(ended.stdout())).isEqualTo("cleaned up\n");
        assertThat(run(command("true").limit(Duration.ofHours(1))).timedOut()).isFalse();
    }

    @Test
    void cancelsTheLaunchThatRuns() throws IOException {
        var begun = folder.resolve("begun");
        launcher.send(script(": >\"$1\"; exec sleep 1000", begun).id(8).launch());
        launcher.send(script("echo not cancelled").id(9).launch());
        await(folder, "begun");
        launcher.send(new LauncherRequest.Cancel(8));
        var cancelled = (Ended) launcher.receive();
        assertThat(cancelled.id()).isEqualTo(8);
        assertThat(cancelled.cancelled()).isTrue();
        assertThat(cancelled.outcome()).isEqualTo(new Signalled(15));
        var next = (Ended) launcher.receive();
        assertThat(next.id()).isEqualTo(9);
        assertThat(next.cancelled()).isFalse();
        assertThat(text(next.stdout())).isEqualTo("not cancelled\n");
    }

    /** A command makes it; nothing else can tell this process. */
    static void await(Path folder, String name) throws IOException {
        var file = folder.resolve(name);
        try (var watch = file.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(file)) {
                var key = watch.poll(1, TimeUnit.MINUTES);
                assertThat(key).as("%s is not made", file).isNotNull();
                key.pollEvents();
                key.reset();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void cancelsALaunchThatWaitsForItsStart() throws IOException {
        launcher.send(command("echo", "started")
                .id(8)
                .startAt(launcher.opened().nanos() + TimeUnit.HOURS.toNanos(1))
                .launch());
        launcher.send(new LauncherRequest.Cancel(8));
        var cancelled = (Ended) launcher.receive();
        assertThat(cancelled.cancelled()).isTrue();
        assertThat(cancelled.outcome()).isEqualTo(new NotStarted("echo: cancelled before it was started"));
    }

    @Test
    void startsWhenItIsToldTo() throws IOException {
        launcher.send(new LauncherRequest.Ping(3));
        var now = ((LauncherReply.Pong) launcher.receive()).nanos();
        var at = now + TimeUnit.MILLISECONDS.toNanos(50);
        assertThat(run(command("true").startAt(at)).startNanos()).isGreaterThanOrEqualTo(at);
        var past = run(command("true").startAt(now));
        assertThat(past.outcome()).isEqualTo(new Exited(0));
        assertThat(past.startNanos()).isGreaterThan(at);
    }

    @Test
    void answersWhileACommandRuns() throws IOException, InterruptedException {
        var fifo = Fifo.make(folder.resolve("fifo"));
        launcher.send(script("read line <\"$1\"; echo \"$line\"", fifo.path()).launch());
        launcher.send(new LauncherRequest.Ping(11));
        var pong = (LauncherReply.Pong) launcher.receive();
        assertThat(pong.id()).isEqualTo(11);
        fifo.tell("told");
        var ended = (Ended) launcher.receive();
        assertThat(text(ended.stdout())).isEqualTo("told\n");
        assertThat(ended.endNanos()).isGreaterThan(pong.nanos());
    }

    @Test
    void tellsThePeakMemoryOfTheWholeTree() throws IOException {
        assumeTrue(
                launcher.opened().noMemory().isEmpty(),
                () -> "no peak memory here: " + launcher.opened().noMemory().orElseThrow());
        var bytes = 200_000_000L;
        // What has no end of line tail keeps in memory.
        var ended = run(script("head -c " + bytes + " /dev/zero | tail -n 1 >/dev/null"));
        assertThat(ended.memory()).isInstanceOf(PeakMemory.Bytes.class);
        var peak = (PeakMemory.Bytes) ended.memory();
        assertThat(peak.of()).startsWith("cgroup of the process tree");
        assertThat(peak.bytes()).isBetween(bytes, bytes + bytes / 20);
        assertThat(ended.oomKills()).isZero();
        var next = (PeakMemory.Bytes) run(command("true")).memory();
        assertThat(next.bytes()).isBetween(1L, bytes / 10);
    }
}
