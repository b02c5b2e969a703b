package dev.volta.ssh.openssh;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration for {@code ssh}, in which the first value of a keyword counts: options of single hosts; then those for every
 * host, on the way too; then the files of the user and of the system.
 *
 * @param blocks options for the hosts of one name
 */
public record ClientConfig(List<Block> blocks, List<Option> all, List<Path> included) {
    public ClientConfig {
        all = List.copyOf(all);
        blocks = List.copyOf(blocks);
        included = List.copyOf(included);
    }

    /** One line; what has blanks in it is quoted. */
    public record Option(String keyword, List<String> values) {
        public static Option of(String keyword, Object value) {
            return new Option(keyword, List.of(value.toString()));
        }

        public static Option files(String keyword, List<Path> files) {
            return new Option(keyword, files.stream().map(Path::toString).toList());
        }

        @Override
        public String toString() {
            return keyword + " "
                    + values.stream()
                            .map(value -> value.contains(" ") ? '"' + value + '"' : value)
                            .collect(Collectors.joining(" "));
        }
    }

    /** The options for the host that is called {@code name}. */
    public record Block(String name, List<Option> options) {
        public Block {
            options = List.copyOf(options);
        }
    }

    /** The content of the file. */
    public String text() {
        var text = new StringBuilder("# Written by Volta for one connection.\n");
        for (var block : blocks) {
            text.append("Host ").append(block.name()).append('\n');
            block.options().forEach(option -> text.append("  ").append(option).append('\n'));
        }
        text.append("Host *\n");
        all.forEach(option -> text.append("  ").append(option).append('\n'));
        included.forEach(file -> text.append("  Include ").append(file).append('\n'));
        return text.toString();
    }
}
