package dev.volta.core.experiment;

import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at inputs on the node where they lie. */
public final class InputProbe {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private InputProbe() {}

    /** What a node sees of a path. */
    public sealed interface Sight {
        record Missing() implements Sight {}

        record Unreadable() implements Sight {}

        /** A FIFO, a socket or a device, which is not read. */
        record Special() implements Sight {}

        /** A folder without entries. */
        record Empty() implements Sight {}

        /**
         * It can be read.
         *
         * @param identity the same on two nodes that see the same file or folder, as far as a look from outside tells
         * @param real its path without links; a line feed in it is a question mark
         */
        record There(String identity, String real) implements Sight {}
    }

    public static Map<String, Sight> look(Remote remote, List<String> paths) throws InterruptedException {
        var lines = Script.of(InputProbe.class, "input-probe.sh")
                .to("look at the inputs")
                .with(paths)
                .withLimit(LIMIT)
                .run(remote)
                .require()
                .out()
                .lines()
                .toList();
        if (lines.size() != paths.size()) {
            throw new RemoteException(remote.node(), "did not answer for every input: " + lines);
        }
        var sights = new LinkedHashMap<String, Sight>();
        for (int i = 0; i < paths.size(); i++) {
            sights.put(
                    paths.get(i),
                    switch (lines.get(i)) {
                        case "missing" -> new Sight.Missing();
                        case "unreadable" -> new Sight.Unreadable();
                        case "special" -> new Sight.Special();
                        case "empty" -> new Sight.Empty();
                        case String there -> there(remote, there);
                    });
        }
        return sights;
    }

    private static Sight there(Remote remote, String line) {
        var words = line.split("\t", 2);
        if (words.length < 2) {
            throw new RemoteException(remote.node(), "says of an input only '" + line + "'");
        }
        return new Sight.There(words[0], words[1]);
    }
}
