package dev.volta.cli.init;

import dev.volta.core.config.load.FleetFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A kind of fleet to begin with. Its files are those of a folder of {@code examples/}, where tests read them too. */
enum Stack {
    LOCAL("local", "local", false, false),
    RISCV("riscv", "riscv-hash", true, false),
    LINUX_VM("linux-vm", "linux-vm-hash", true, false),
    RACK("rack", "rack", false, true);

    static final String EXPERIMENT = "experiment.yaml";

    /** The files of all stacks. */
    static final List<String> FILES = List.of(FleetFiles.FLEET, FleetFiles.PORTS, EXPERIMENT);

    private final String word;
    private final String folder;
    private final boolean machines;
    private final boolean remote;

    /**
     * @param word what users type
     * @param folder of {@code examples/}
     * @param machines whether its nodes are virtual machines
     * @param remote whether its nodes have host keys to be pinned
     */
    Stack(String word, String folder, boolean machines, boolean remote) {
        this.word = word;
        this.folder = folder;
        this.machines = machines;
        this.remote = remote;
    }

    /** The commands that come next. */
    String next() {
        return (remote ? "volta trust, then " : "") + "volta deploy-all, then volta run-experiment " + EXPERIMENT
                + " --mode=distributed";
    }

    /** The text of each file, for a fleet of this name. */
    SequencedMap<String, String> files(String fleet) throws IOException {
        var texts = new LinkedHashMap<String, String>();
        for (var file : FILES) {
            if (!file.equals(FleetFiles.PORTS) || machines) {
                texts.put(file, text(file));
            }
        }
        // The first 'name' of the description, with its comment where it was.
        texts.computeIfPresent(
                FleetFiles.FLEET, (_, text) -> text.replaceFirst("(?m)^( {2}name: )(\\S+) *", "$1" + padded(fleet)));
        return texts;
    }

    private static String padded(String fleet) {
        return "%-30s".formatted(fleet + " ");
    }

    private String text(String file) throws IOException {
        try (InputStream in = Stack.class.getResourceAsStream(folder + "/" + file)) {
            if (in == null) {
                throw new IOException(folder + "/" + file + " is not in this program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String words() {
        return Arrays.stream(values()).map(Stack::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return word;
    }

    /** Reads it from the command line. */
    static final class Reader implements ITypeConverter<Stack> {
        @Override
        public Stack convert(String text) {
            return Arrays.stream(values())
                    .filter(stack -> stack.word.equals(text))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + text + "' is no stack; expected one of " + words()));
        }
    }
}
