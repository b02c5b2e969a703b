package dev.volta.core.vm.image;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.Foreground;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.vm.Architecture;
import dev.volta.core.vm.VmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scripts that make images.
 *
 * @param folder with {@code build.sh} and all that it reads
 */
public record Recipe(Path folder) {
    private static final Map<String, String> PACKAGE_OF = packages();

    private static Map<String, String> packages() {
        var packages = new LinkedHashMap<String, String>();
        packages.put("mmdebstrap", "mmdebstrap");
        packages.put("mke2fs", "e2fsprogs");
        packages.put("debugfs", "e2fsprogs");
        packages.put("cpio", "cpio");
        packages.put("xz", "xz-utils");
        return packages;
    }

    /** The Debian packages of an image, with their versions, as the mirror has them now. */
    String versions(Architecture architecture, Role role) throws InterruptedException {
        requireRoot();
        require(List.of("mmdebstrap"));
        return run("versions", architecture.name(), role.name());
    }

    void make(Architecture architecture, Role role, Path into) throws InterruptedException {
        require(PACKAGE_OF.keySet());
        run("make", architecture.name(), role.name(), into.toString());
    }

    void adopt(Architecture architecture, Path rootfs, Path into) throws InterruptedException {
        require(List.of("debugfs"));
        run("adopt", architecture.name(), rootfs.toString(), into.toString());
    }

    /** Every file of the recipe, in a fixed order. */
    List<Path> files() throws IOException {
        try (var found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void require(Iterable<String> programs) {
        for (var program : programs) {
            if (Foreground.find(program).isEmpty()) {
                throw new VmException(program + " is not installed; install the package " + PACKAGE_OF.get(program));
            }
        }
    }

    private static void requireRoot() {
        if (!"root".equals(System.getProperty("user.name"))) {
            throw new VmException("an image is made by root, so that its files belong to the right users; use sudo");
        }
    }

    private String run(String... arguments) throws InterruptedException {
        var argv = new ArrayList<>(List.of("sh", folder.resolve("build.sh").toString()));
        argv.addAll(List.of(arguments));
        try (Remote here = new LocalRemote(new NodeName("localhost"))) {
            var done = here.run(Command.of(argv));
            if (!done.ok()) {
                throw new VmException("the image cannot be made: " + done.err().strip());
            }
            return done.out();
        }
    }
}
