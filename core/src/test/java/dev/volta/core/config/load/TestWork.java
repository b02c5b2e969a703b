package dev.volta.core.config.load;

import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Work;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Kinds of work as modules bring them: one that reads inputs and has workers, and one that has neither. */
sealed interface TestWork extends Work {
    List<WorkKind> KINDS = List.of(Digest.KIND, Nap.KIND);

    record Digest(String algorithm, List<ExperimentInput> inputs, String symlinks) implements TestWork {
        private static final Key<String> ALGORITHM = Key.withDefault(
                "algorithm",
                Shapes.name("algorithm", List.of("sha256", "sha512", "blake3", "md5", "xxh3")),
                "sha256",
                "The digest.");
        private static final Key<String> SYMLINKS = Key.withDefault(
                "symlinks",
                Shapes.name("treatment of links", List.of("skip", "follow")),
                "skip",
                "Symbolic links in folders.");
        static final WorkKind KIND = new WorkKind(
                "digest",
                List.of(ALGORITHM, WorkKind.INPUTS, SYMLINKS),
                Optional.of(new WorkKind.Said(
                        WorkKind.INPUTS, "say what to hash, such as inputs: [data]; [.] is the current folder")),
                OptionalInt.of(1024),
                values -> new Digest(values.get(ALGORITHM), values.get(WorkKind.INPUTS), values.get(SYMLINKS)));

        @Override
        public String kind() {
            return "digest";
        }
    }

    record Nap(String until) implements TestWork {
        private static final Key<String> UNTIL = Key.required("until", Shapes.TEXT, "When it ends.");
        static final WorkKind KIND = new WorkKind(
                "nap", List.of(UNTIL), Optional.empty(), OptionalInt.empty(), values -> new Nap(values.get(UNTIL)));

        @Override
        public String kind() {
            return "nap";
        }

        @Override
        public List<ExperimentInput> inputs() {
            return List.of();
        }
    }
}
