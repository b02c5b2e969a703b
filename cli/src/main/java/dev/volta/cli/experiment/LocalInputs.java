package dev.volta.cli.experiment;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Input;
import dev.volta.core.config.Problem;
import dev.volta.core.config.load.Effective;
import dev.volta.core.config.yaml.Tree;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** Looks whether the inputs are there, before anything is started. */
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
            if (inputs.get(i) instanceof Input.Local(var path) && !Files.exists(path)) {
                problems.add(Problem.expected(
                        said.get(i).origin(),
                        "workload.inputs[" + i + "]",
                        "'" + path + "' does not exist",
                        "a file or folder, absolute or from the current folder"));
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
