package dev.volta.cli.init;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta init}. */
@Command(
        name = "init",
        description = "Write commented files that describe a fleet: volta.yaml, ports.conf and experiment.yaml.",
        footer = {
            "%nlocal is this machine, reached without SSH; riscv and linux-vm are virtual machines of this one, one for each"
                    + " line of ports.conf; rack is a list of hosts.",
            "Files that exist are never overwritten: if there is one, nothing is written."
        })
public final class InitCommand implements Callable<Integer> {
    @Option(
            names = "--stack",
            paramLabel = "STACK",
            defaultValue = "local",
            converter = Stack.Reader.class,
            description = "The kind of fleet: local, riscv, linux-vm or rack (default: ${DEFAULT-VALUE}).")
    private Stack stack;

    @Option(names = "--dry-run", description = "Print which files would be written, and write none.")
    private boolean dryRun;

    @Parameters(
            arity = "0..1",
            paramLabel = "FOLDER",
            defaultValue = ".",
            description = "Write the files here; created if missing (default: the current folder).")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var texts = stack.files(FleetNaming.of(folder, stack.toString()));
        refuseExisting();
        if (!dryRun) {
            Files.createDirectories(folder);
            write(texts);
        }
        tell(texts);
        return ExitCode.OK.code();
    }

    /** A file of any stack: a ports.conf that is there would win over the nodes of a new volta.yaml. */
    private void refuseExisting() {
        var problems = new ArrayList<Problem>();
        for (var name : Stack.FILES) {
            var file = folder.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                problems.add(Problem.suggested(
                        new Origin.InFile(shown(name), 1, 1),
                        "",
                        "exists already",
                        "remove it, or choose another folder: volta init FOLDER"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    /** All of them, or none. */
    private void write(SequencedMap<String, String> texts) throws IOException {
        var written = new ArrayList<Path>();
        var whole = false;
        try {
            for (var text : texts.entrySet()) {
                var file = folder.resolve(text.getKey());
                // The file may have come since it was looked for.
                try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    written.add(file);
                    out.write(text.getValue().getBytes(StandardCharsets.UTF_8));
                }
            }
            whole = true;
        } finally {
            if (!whole) {
                for (var file : written) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void tell(SequencedMap<String, String> texts) {
        var out = spec.commandLine().getOut();
        texts.keySet().forEach(name -> out.println(shown(name) + ": " + (dryRun ? "would be written" : "written")));
        if (!texts.containsKey(FleetFiles.PORTS)) {
            out.println("without " + FleetFiles.PORTS + ": it lists virtual machines, and this fleet has none");
        }
        if (!dryRun) {
            var where = shown("").isEmpty() ? "" : "in " + folder + ", ";
            out.println("next: " + where + stack.next());
        }
    }

    /** As the user would name it. */
    private String shown(String name) {
        return folder.normalize().resolve(name).toString();
    }
}
