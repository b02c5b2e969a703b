package dev.volta.cli.experiment;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Input;
import dev.volta.core.config.Problem;
import dev.volta.core.config.load.Effective;
import dev.volta.core.config.yaml.Tree;
import dev.volta.core.experiment.InputOverlaps;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks whether there is something to hash in each input, as far as that can be told before anything is started. */
final class LocalInputs {
    private LocalInputs() {}

    static void requireAll(Effective<Experiment> effective) {
        var inputs = effective.value().work().inputs();
        var said = effective
                .tree()
                .child("workload")
                .flatMap(workload -> workload.child("inputs"))
                .map(Tree::items)
                .orElse(List.of());
        var problems = new ArrayList<Problem>();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof Input.Local(var path)) {
                var origin = said.get(i).origin();
                var key = "workload.inputs[" + i + "]";
                wrong(path, effective.value().out())
                        .ifPresent(wrong -> problems.add(Problem.expected(origin, key, wrong.what(), wrong.right())));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }

    /** Which of the inputs hold the same files. */
    static InputOverlaps overlaps(Experiment experiment) {
        var overlaps = new InputOverlaps();
        overlaps.add(
                experiment.work().inputs().stream().flatMap(LocalInputs::seen).toList());
        return overlaps;
    }

    private static Stream<InputOverlaps.Seen> seen(Input input) {
        try {
            return Stream.of(
                    new InputOverlaps.Seen(input, RawText.of(input.path().toRealPath())));
        } catch (IOException e) {
            return Stream.empty(); // the run tells why it cannot be read
        }
    }

    private record Wrong(String what, String right) {}

    private static Optional<Wrong> wrong(Path path, Path out) {
        if (!Files.exists(path)) {
            return Optional.of(new Wrong(
                    "'" + path + "' does not exist", "a file or folder, absolute or from the current folder"));
        }
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            return Optional.of(
                    new Wrong("'" + path + "' is neither a file nor a folder, and is not read", "a file or folder"));
        }
        if (!Files.isReadable(path) || (Files.isDirectory(path) && !Files.isExecutable(path))) {
            return Optional.of(new Wrong("'" + path + "' cannot be read", "a file or folder that this user may read"));
        }
        if (Files.isDirectory(path)) {
            if (isSame(path, out)) {
                return Optional.of(new Wrong(
                        "'" + path + "' is the folder for results, which is left out",
                        "a folder beside it, or another folder for results (--out)"));
            }
            if (isEmpty(path)) {
                return Optional.of(new Wrong("'" + path + "' is an empty folder", "a folder with files"));
            }
        }
        return Optional.empty();
    }

    /** What cannot be looked at is left to the run, which tells what it finds. */
    private static boolean isSame(Path path, Path out) {
        try {
            return Files.isDirectory(out) && Files.isSameFile(path, out);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isEmpty(Path folder) {
        try (var entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }
}
