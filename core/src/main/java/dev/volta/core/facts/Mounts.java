package dev.volta.core.facts;

import dev.volta.core.facts.HostFacts.FileSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is mounted where on a node, and on which disk. Formats: {@code /proc/self/mountinfo} as in
 * Documentation/filesystems/proc.rst, section 3.5; the last line of {@code df -P} as in POSIX; one line
 * {@code name|major:minor|rotational|model} per block device.
 */
final class Mounts {
    private static final Pattern DF = Pattern.compile("(.*?)\\s+\\d+\\s+\\d+\\s+-?\\d+\\s+(?:\\d+%|-)\\s+(/.*)");
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    private final Fact<List<Mount>> mounts;
    private final List<Block> blocks = new ArrayList<>();

    private record Mount(String numbers, String point, String type, String device) {}

    private record Block(String name, String numbers, String rotational, String model) {}

    Mounts(Sections sections) {
        mounts = sections.lines("mountinfo")
                .map(lines -> lines.stream().flatMap(Mounts::mount).toList());
        for (var line : sections.lines("blocks").toOptional().orElse(List.of())) {
            var parts = line.split("\\|", 4);
            if (parts.length == 4) {
                blocks.add(new Block(parts[0], parts[1], parts[2], parts[3].strip()));
            }
        }
    }

    /** The file system of a path, from the line that df printed for it. */
    Fact<FileSystem> at(String dfLine) {
        var answer = DF.matcher(dfLine);
        if (!answer.matches()) {
            return Fact.unavailable("df answered '" + dfLine + "'");
        }
        var point = answer.group(2);
        // Of several mounts on one point the last lies on top.
        return Sections.then(
                mounts,
                all -> all.stream()
                        .filter(mount -> mount.point.equals(point))
                        .reduce((below, above) -> above)
                        .map(mount -> Fact.known(new FileSystem(point, mount.type, mount.device, disk(mount))))
                        .orElseGet(() -> Fact.unavailable("mountinfo does not list " + point)));
    }

    /** {@code v2} where the unified hierarchy is the only one, {@code hybrid} where both are mounted. */
    Fact<String> cgroup() {
        return Sections.then(mounts, all -> {
            var unified = all.stream().anyMatch(mount -> mount.type.equals("cgroup2"));
            var legacy = all.stream().anyMatch(mount -> mount.type.equals("cgroup"));
            if (unified) {
                return Fact.known(legacy ? "hybrid" : "v2");
            }
            return legacy ? Fact.known("v1") : Fact.unavailable("no cgroup hierarchy is mounted");
        });
    }

    private Fact<String> disk(Mount mount) {
        return blocks.stream()
                .filter(block -> block.numbers.equals(mount.numbers) || mount.device.equals("/dev/" + block.name))
                .findFirst()
                .map(Mounts::described)
                .orElseGet(() -> Fact.unavailable(mount.type + " is not on a block device of this machine"));
    }

    private static Fact<String> described(Block block) {
        var model = block.model.isEmpty() ? "" : " " + block.model;
        var kind = switch (block.rotational) {
            case "0" -> ", not rotational";
            case "1" -> ", rotational";
            default -> "";
        };
        return Fact.known(block.name + model + kind);
    }

    private static Stream<Mount> mount(String line) {
        var halves = line.split(" - ", 2);
        var left = halves[0].split(" ", -1);
        var right = halves.length == 2 ? halves[1].split(" ", -1) : new String[0];
        return left.length < 5 || right.length < 2
                ? Stream.empty()
                : Stream.of(new Mount(left[2], plain(left[4]), right[0], plain(right[1])));
    }

    private static String plain(String escaped) {
        return OCTAL.matcher(escaped)
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 8))));
    }
}
