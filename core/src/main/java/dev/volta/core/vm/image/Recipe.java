package dev.volta.core.vm.image;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.Foreground;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.VmException;
import dev.volta.core.wire.ProcessUser;
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
    private static final Map<String, String> ASKING = Map.of("mmdebstrap", "the package mmdebstrap");
    private static final Map<String, String> ADOPTING = Map.of("debugfs", "the package e2fsprogs");

    /** The programs that making an image takes, and where each is. */
    private static Map<String, String> making(GuestArchitecture architecture) {
        var needed = new LinkedHashMap<>(ASKING);
        needed.put("mke2fs", "the package e2fsprogs");
        needed.put("debugfs", "the package e2fsprogs");
        needed.put("cpio", "the package cpio");
        needed.put("xz", "the package xz-utils");
        needed.put("zstd", "the package zstd");
        needed.put(architecture.toolPrefix() + "gcc", architecture.compilerPackages());
        needed.put(architecture.toolPrefix() + "strip", architecture.compilerPackages());
        return needed;
    }

    /** The Debian packages of an image, with their versions, as the mirror has them now. */
    String versions(GuestArchitecture architecture, ImageRole role) throws InterruptedException {
        requireRoot(architecture, role);
        require(ASKING);
        return run("versions", architecture.name(), role.name());
    }

    void make(GuestArchitecture architecture, ImageRole role, Path into) throws InterruptedException {
        require(making(architecture));
        run("make", architecture.name(), role.name(), into.toString());
    }

    void adopt(GuestArchitecture architecture, Path rootfs, Path into) throws InterruptedException {
        require(ADOPTING);
        run("adopt", architecture.name(), rootfs.toString(), into.toString());
    }

    /** Every file of the recipe, in a fixed order. */
    List<Path> files() throws IOException {
        try (var found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void require(Map<String, String> programs) {
        programs.forEach((program, origin) -> {
            if (Foreground.find(program).isEmpty()) {
                throw new VmException(program + " is not installed; install " + origin);
            }
        });
    }

    /** Fails with a {@link VmException} if this user cannot make an image, or if a program for that is missing. */
    public void requireMakeable(GuestArchitecture architecture, ImageRole role) {
        requireRoot(architecture, role);
        require(making(architecture));
    }

    private static void requireRoot(GuestArchitecture architecture, ImageRole role) {
        if (!ProcessUser.isRoot()) {
            throw new VmException(rootsWork(architecture, role));
        }
    }

    /** Root's own cache is no place for it: others may not read that. */
    static String rootsWork(GuestArchitecture architecture, ImageRole role) {
        return "there is no image of %s, and only root can make one, so that its files belong to the right users:"
                        .formatted(architecture)
                + " sudo env XDG_CACHE_HOME=/var/cache volta image build --arch %s --role %s, and name the folder that it"
                        .formatted(architecture, role)
                + " prints as 'image' of 'fleet.vm' in volta.yaml";
    }

    private String run(String... arguments) throws InterruptedException {
        var argv = new ArrayList<>(List.of(
                "sh",
                "-c",
                "umask go-w && exec sh \"$@\"", // machines boot from what is made
                "sh",
                folder.resolve("build.sh").toString()));
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
