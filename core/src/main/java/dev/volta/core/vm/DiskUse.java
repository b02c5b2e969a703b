package dev.volta.core.vm;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What sparse files take. */
public final class DiskUse {
    private DiskUse() {}

    /** In bytes; files that are not there do not appear. */
    public static Map<Path, Long> of(List<Path> files) throws InterruptedException {
        var there = files.stream().filter(Files::exists).toList();
        var use = new LinkedHashMap<Path, Long>();
        if (!there.isEmpty()) {
            var argv = new ArrayList<>(List.of("du", "--block-size=1", "--"));
            there.forEach(file -> argv.add(file.toString()));
            HostTool.run("coreutils", argv).lines().forEach(line -> {
                var fields = line.split("\t", 2);
                use.put(Path.of(fields[1]), Long.parseLong(fields[0]));
            });
        }
        return use;
    }
}
