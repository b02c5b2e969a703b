package dev.volta.core.launcher.cgroup;

import java.io.File;
import java.io.IOException;

/**
 * Where cgroups with a controller can be made.
 *
 * @param own the cgroup there that this process was started in
 */
record CgroupHome(int version, File folder, File own) {
    private static final File MOUNTS = new File("/proc/self/mounts");
    private static final File OWN_CGROUPS = new File("/proc/self/cgroup");

    /** @throws IOException that says why there can be none */
    static CgroupHome find(String controller) throws IOException {
        return find(controller, ControlFile.read(MOUNTS), ControlFile.read(OWN_CGROUPS));
    }

    /**
     * @param mounts as in {@code /proc/self/mounts}: device, folder, type, options and two numbers in each line (proc(5))
     * @param ownCgroups as in {@code /proc/self/cgroup}: number, controllers and path in each line (cgroups(7))
     */
    static CgroupHome find(String controller, String mounts, String ownCgroups) throws IOException {
        var version1 = mount(mounts, "cgroup", controller);
        if (!version1.isEmpty()) {
            return writable(new CgroupHome(1, new File(version1), own(version1, ownCgroups, controller)));
        }
        var version2 = mount(mounts, "cgroup2", "");
        var folder = new File(version2);
        if (version2.isEmpty()
                || !ControlFile.hasWord(ControlFile.read(new File(folder, "cgroup.controllers")), ' ', controller)) {
            throw new IOException("the kernel has no cgroup controller '" + controller + "'");
        }
        // Only the root of all cgroups may have processes of its own beside cgroups with limits.
        if (!ControlFile.hasWord(ControlFile.read(new File(folder, "cgroup.subtree_control")), ' ', controller)
                && new File(folder, "cgroup.events").exists()
                && !ControlFile.read(new File(folder, "cgroup.procs")).isEmpty()) {
            throw new IOException("processes are in " + folder + " itself, which then cannot have limits below it");
        }
        return writable(new CgroupHome(2, folder, own(version2, ownCgroups, "")));
    }

    /** Version 2 gives a cgroup only the controllers that the one above lets it have. */
    void enable(String controller) throws IOException {
        if (version == 2) {
            ControlFile.write(new File(folder, "cgroup.subtree_control"), "+" + controller);
        }
    }

    private static CgroupHome writable(CgroupHome home) throws IOException {
        if (!home.folder.canWrite() || !new File(home.folder, "cgroup.procs").canWrite()) {
            throw new IOException(System.getProperty("user.name") + " may not make a cgroup in " + home.folder);
        }
        return home;
    }

    /** The first folder where a file system of this type is mounted with this option; empty if there is none. */
    private static String mount(String mounts, String type, String option) {
        for (var start = 0; start < mounts.length(); ) {
            var end = lineEnd(mounts, start);
            var folder = mounts.indexOf(' ', start) + 1;
            var kind = mounts.indexOf(' ', folder) + 1;
            var options = mounts.indexOf(' ', kind) + 1;
            if (mounts.substring(kind, options - 1).equals(type)
                    && (option.isEmpty()
                            || ControlFile.hasWord(
                                    mounts.substring(options, mounts.indexOf(' ', options)), ',', option))) {
                return mounts.substring(folder, kind - 1);
            }
            start = end + 1;
        }
        return "";
    }

    /** In a container the path may be that outside of it; then it is not there, and the top is this process's own. */
    private static File own(String home, String ownCgroups, String controller) {
        for (var start = 0; start < ownCgroups.length(); ) {
            var end = lineEnd(ownCgroups, start);
            var controllers = ownCgroups.indexOf(':', start) + 1;
            var path = ownCgroups.indexOf(':', controllers) + 1;
            if (ControlFile.hasWord(ownCgroups.substring(controllers, path - 1), ',', controller)) {
                var own = new File(home, ownCgroups.substring(path, end));
                return own.isDirectory() ? own : new File(home);
            }
            start = end + 1;
        }
        return new File(home);
    }

    private static int lineEnd(String lines, int start) {
        var end = lines.indexOf('\n', start);
        return end < 0 ? lines.length() : end;
    }
}
