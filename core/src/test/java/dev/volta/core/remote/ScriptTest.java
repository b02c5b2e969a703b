package dev.volta.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {
    private static final NodeName NODE = new NodeName("here");

    private final Remote here = new LocalRemote(NODE);

    @TempDir
    Path folder;

    @Test
    void keepsWhatItPrintsAndItsStatus() throws InterruptedException {
        var done = script("echo out; echo err >&2; exit 3").with("a").run(here);
        assertThat(done.out()).isEqualTo("out\n");
        assertThat(done.err()).isEqualTo("err\n");
        assertThat(done.status()).isEqualTo(new ExitStatus.Exited(3));
        assertThatThrownBy(done::require).hasMessage("here: 'check a' failed: exit status 3: err");
    }

    @Test
    void runsTextsThatEndInEveryWay() throws InterruptedException {
        assertThat(script("exec echo x").run(here).out()).isEqualTo("x\n");
        assertThat(script("trap 'echo trapped' EXIT\nexit 4").run(here).out()).isEqualTo("trapped\n");
        assertThat(script("printf 'no line feed' # a comment").run(here).out()).isEqualTo("no line feed");
        assertThat(script("cat <<X\n$1 )\nX").with("a b").run(here).out()).isEqualTo("a b )\n");
        assertThat(script("case x in x) echo y ;; esac").run(here).out()).isEqualTo("y\n");
        assertThat(script("").run(here).ok()).isTrue();
        assertThat(script("set -eu; false").run(here).status()).isEqualTo(new ExitStatus.Exited(1));
        assertThat(script("exit 137").run(here).status()).isEqualTo(new ExitStatus.Exited(137));
        assertThat(script("echo \"$0\"").run(here).out()).isEqualTo("check\n");
    }

    @Test
    void aNodeThatRunsSomethingElseHasFailed() {
        for (var other : List.of("echo forced", "true", "exit 1", "printf 'a\\n\\nlast '; exit 0")) {
            var forced = commandsAs(argv -> List.of("sh", "-c", other));
            assertThatThrownBy(() -> script("exit 0").with("/a", "b").run(forced))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageStartingWith("here: 'check /a b' did not run to its end: exit status ");
        }
    }

    @Test
    void aNodeThatRepeatsTheCommandProvesNothing() {
        var echo = commandsAs(argv -> {
            var words = new ArrayList<>(argv);
            words.addFirst("echo");
            return words;
        });
        assertThatThrownBy(() -> script("exit 0").run(echo))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("did not run to its end: exit status 0, and what came last is");
    }

    @Test
    void whatCameLastIsToldHoweverMuchCameBefore() {
        var noisy = commandsAs(argv -> List.of("sh", "-c", "seq 10000; printf 'last \u00e9\\n\\n'"));
        assertThatThrownBy(() -> script("exit 0").run(noisy))
                .hasMessageContaining("and what came last is 'last \u00e9'");
        var line = commandsAs(argv -> List.of("sh", "-c", "for i in $(seq 1000); do printf '\u00e9%d' $i; done"));
        assertThatThrownBy(() -> script("exit 0").run(line))
                .hasMessageMatching("(?s).*and what came last is '\u2026\u00e9?[0-9]+(\u00e9[0-9]+)+\u00e91000'.*");
    }

    @Test
    void theStatusIsTheScriptsWhateverTheConnectionSays() throws InterruptedException {
        var wrapped = commandsAs(argv -> List.of("sh", "-c", Command.of(argv).quoted() + "; echo noise; true"));
        var done = script("echo out; exit 7").run(wrapped);
        assertThat(done.status()).isEqualTo(new ExitStatus.Exited(7));
        assertThat(done.out()).isEqualTo("out\n");
    }

    @Test
    void aScriptThatIsEndedByItsLimitOrASignalHasNoToken() throws InterruptedException {
        var limit = Duration.ofMillis(300);
        var status = script("echo begun; exec sleep 60").withLimit(limit).run(here);
        assertThat(status.status()).isEqualTo(new ExitStatus.TimedOut(limit));
        assertThat(status.out()).isEqualTo("begun\n");
        assertThat(script("kill -KILL $$").run(here).status()).isEqualTo(new ExitStatus.Signalled("KILL"));
    }

    @Test
    void handsOnEveryByteInFrontOfTheToken() throws Exception {
        var seed = System.nanoTime();
        var random = new Random(seed);
        for (var round = 0; round < 200; round++) {
            var token = EndToken.random();
            var beginning = new String(token.beginning(), StandardCharsets.US_ASCII);
            var data = new StringBuilder();
            for (var i = random.nextInt(6); i > 0; i--) {
                data.append(beginning, 0, random.nextInt(beginning.length()));
                // Any byte but the one that would make it the token itself, which nothing prints that is not its end.
                char next;
                do {
                    next = (char) random.nextInt(128);
                } while ((data.toString() + next).endsWith(beginning));
                data.append(next);
            }
            var all = (data + beginning + "5\n" + "behind").getBytes(StandardCharsets.US_ASCII);
            var seen = new ByteArrayOutputStream();
            var output = new ProvenOutput(token, into(seen));
            for (var from = 0; from < all.length; ) {
                var n = Math.min(all.length - from, 1 + random.nextInt(9));
                output.stdout(ByteBuffer.wrap(all, from, n));
                from += n;
            }
            assertThat(seen.toString(StandardCharsets.US_ASCII))
                    .as("seed %d", seed)
                    .isEqualTo(data.toString());
            assertThat(output.status(new ExitStatus.Exited(0), _ -> new RemoteException(NODE, "no token")))
                    .isEqualTo(new ExitStatus.Exited(5));
        }
    }

    @Test
    void whatMayBeTheTokensBeginningIsNotLost() {
        var token = EndToken.random();
        var seen = new ByteArrayOutputStream();
        var output = new ProvenOutput(token, into(seen));
        output.stdout(ByteBuffer.wrap("xvolta-e".getBytes(StandardCharsets.US_ASCII)));
        assertThat(seen.toString(StandardCharsets.US_ASCII)).isEqualTo("x");
        var killed = new ExitStatus.Signalled("KILL");
        assertThat(output.status(killed, _ -> new RemoteException(NODE, "no token")))
                .isEqualTo(killed);
        assertThat(seen.toString(StandardCharsets.US_ASCII)).isEqualTo("xvolta-e");
    }

    @Test
    void contentArrivesByteForByte() throws Exception {
        var bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        var file = folder.resolve("it's there");
        script("content_to \"$1\"")
                .with(file.toString())
                .withContent(bytes)
                .run(here)
                .require();
        assertThat(file).hasBinaryContent(bytes);
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        var text = "two\nlines\n\n";
        assertThat(script("read_content && printf %s \"$content\"")
                        .withContent(text)
                        .run(here)
                        .require()
                        .out())
                .isEqualTo(text);
        assertThat(script("read_content && printf %s \"$content\"")
                        .withContent("")
                        .run(here)
                        .require()
                        .out())
                .isEmpty();
    }

    @Test
    void contentThatBreaksOffIsRefused() throws Exception {
        var file = folder.resolve("file");
        var whole = script("content_to \"$1\"").with(file.toString()).withContent("x".repeat(200));
        byte[] sent;
        try (var in = whole.input().open()) {
            sent = in.readAllBytes();
        }
        for (var length : List.of(0, 1, 40, sent.length - 201, sent.length - 200, sent.length - 100, sent.length - 1)) {
            CommandInput part = () -> new ByteArrayInputStream(sent, 0, length);
            var done = whole.withInput(part).run(here);
            assertThat(done.ok()).as("%d bytes", length).isFalse();
            assertThat(done.err()).contains(length == 0 ? "it got no standard input" : "broke off");
            assertThat(file).doesNotExist();
            var text = script("read_content && echo read")
                    .withContent("")
                    .withInput(part)
                    .run(here);
            assertThat(text.out()).as("%d bytes", length).isEmpty();
            assertThat(text.ok()).isFalse();
        }
    }

    @Test
    void contentNeverOverwrites() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "mine");
        var link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
        for (var target : List.of(file, link)) {
            var done = script("content_to \"$1\"")
                    .with(target.toString())
                    .withContent("new")
                    .run(here);
            assertThat(done.ok()).isFalse();
        }
        assertThat(file).hasContent("mine");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    private static Script script(String text) {
        return Script.of("check", text);
    }

    private static OutputSink into(ByteArrayOutputStream seen) {
        return new OutputSink() {
            @Override
            public void stdout(ByteBuffer bytes) {
                var piece = new byte[bytes.remaining()];
                bytes.get(piece);
                seen.writeBytes(piece);
            }

            @Override
            public void stderr(ByteBuffer bytes) {}
        };
    }

    private Remote commandsAs(UnaryOperator<List<String>> change) {
        return new ForwardingRemote(here) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                return here.run(new Command(change.apply(command.argv()), command.stdin(), command.timeout()), sink);
            }
        };
    }
}
