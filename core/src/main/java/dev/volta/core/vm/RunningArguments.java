package dev.volta.core.vm;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Port;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the command line of a QEMU that runs says about its machine, where nothing else does: the reverse of
 * {@link QemuCommand}, also of earlier versions.
 */
record RunningArguments(List<String> argv) {
    private static final Pattern FORWARDED = Pattern.compile("hostfwd=tcp:127\\.0\\.0\\.1:(\\d{1,5})-:22");
    private static final long MIB = 1 << 20;

    RunningArguments {
        argv = List.copyOf(argv);
    }

    Optional<String> name() {
        return value("-name");
    }

    /** The port of this machine that leads to the guest's SSH server. */
    Optional<Port> ssh() {
        return value("-netdev")
                .map(FORWARDED::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.parseInt(found.group(1)))
                .filter(Port::isValid)
                .map(Port::new);
    }

    /** The file of the drive with this name, as it was when QEMU started. */
    Optional<Path> drive(String id) {
        return values("-drive").stream()
                .map(RunningArguments::options)
                .filter(options -> id.equals(options.get("id")))
                .flatMap(options -> Optional.ofNullable(options.get("file")).stream())
                .flatMap(file -> path(file).stream())
                .findFirst();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty(); // anybody may write anything there
        }
    }

    /** Whether its console's log may be cut while it writes to it, as that of earlier versions may not. */
    boolean appendsToItsLogs() {
        return values("-chardev").stream()
                .anyMatch(text -> "on".equals(options(text).get("append")));
    }

    /** Whether a file in {@code folder} is on the command line. */
    boolean mentions(Path folder) {
        return argv.stream().anyMatch(argument -> argument.replace(",,", ",").contains(folder + "/"));
    }

    /** The folder of its sockets. */
    Optional<Path> sockets() {
        return value("-qmp")
                .map(text -> text.startsWith("unix:") ? "path=" + text.substring("unix:".length()) : text)
                .map(text -> options(text).get("path"))
                .map(path -> Path.of(path).getParent());
    }

    BootOrigin origin() {
        return value("-incoming").isPresent()
                ? new BootOrigin.Resumed(drive("disk")
                        .map(Path::getParent)
                        .map(Path::getFileName)
                        .map(Path::toString)
                        .orElse("that is not known any more"))
                : new BootOrigin.Cold("its reason is not known any more");
    }

    /** The machine, if the command line is one of {@link QemuCommand}. */
    Optional<VmDescription> description(ByteSize disk) {
        try {
            var program = Path.of(argv.getFirst()).getFileName().toString();
            var architecture = List.of(GuestArchitecture.values()).stream()
                    .filter(one -> one.program().equals(program))
                    .findFirst()
                    .orElseThrow();
            return Optional.of(new VmDescription(
                    name().orElseThrow(),
                    new VmImage(architecture, image()),
                    new ByteSize(MIB * number(value("-m").orElseThrow())),
                    (int) number(value("-smp").orElseThrow()),
                    ssh().orElseThrow(),
                    Accelerator.valueOf(value("-accel").orElseThrow().replaceAll(",.*", "")),
                    disk,
                    network()));
        } catch (RuntimeException e) { // it is another's QEMU
            return Optional.empty();
        }
    }

    private Optional<GuestNetwork> network() {
        return value("-netdev")
                .flatMap(text -> Optional.ofNullable(options(text).get("restrict")))
                .map(restrict -> restrict.equals("off") ? GuestNetwork.OPEN : GuestNetwork.ISOLATED);
    }

    /** The folder that its kernel is in, or the template's word for it. */
    private Path image() {
        var kernel = value("-kernel");
        if (kernel.isPresent()) {
            return parent(Path.of(kernel.get()));
        }
        var template = new TemplateFiles(parent(drive("disk").orElseThrow()));
        try {
            return parent(TemplateManifest.read(template.manifest()).rootfs());
        } catch (IOException e) {
            return template.folder(); // dropped meanwhile
        }
    }

    private static Path parent(Path file) {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }

    private static long number(String text) {
        return Long.parseLong(text.replaceAll("\\D", ""));
    }

    private Optional<String> value(String option) {
        return values(option).stream().findFirst();
    }

    private List<String> values(String option) {
        var found = new ArrayList<String>();
        for (var i = 1; i + 1 < argv.size(); i++) {
            if (argv.get(i).equals(option)) {
                found.add(argv.get(i + 1));
            }
        }
        return found;
    }

    /** Of {@code a=b,c=d}, where a comma in a value is written twice. */
    private static Map<String, String> options(String text) {
        var options = new HashMap<String, String>();
        for (var part : text.replace(",,", "\0").split(",", -1)) {
            var at = part.indexOf('=');
            if (at > 0) {
                options.put(part.substring(0, at), part.substring(at + 1).replace("\0", ","));
            }
        }
        return options;
    }
}
