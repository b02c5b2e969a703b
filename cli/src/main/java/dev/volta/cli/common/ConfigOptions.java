package dev.volta.cli.common;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.config.load.Profiles;
import dev.volta.core.operation.FleetDescription;
import dev.volta.core.vm.VmLogin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Says which files describe the fleet. */
public final class ConfigOptions {
    public static final String PROFILE = "--profile";

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The description of the fleet (default: volta.yaml, if it exists).")
    private @Nullable Path file;

    @Option(
            names = "--ports-file",
            paramLabel = "FILE",
            description = "A file with one SSH port per line (default: ports.conf beside the description, if it"
                    + " exists).")
    private @Nullable Path portsFile;

    @Option(
            names = "--nodes-file",
            paramLabel = "FILE",
            description = "A file with one [user@]host[:port] per line; overrides ports.conf, which overrides"
                    + " volta.yaml.")
    private @Nullable Path nodesFile;

    @Option(
            names = PROFILE,
            paramLabel = "NAME",
            description = "Use the variables of profiles/NAME.env beside the description, or of a profile that comes"
                    + " with Volta (32_2, 64_4, 128_8, 128_16).")
    private @Nullable String profile;

    private final Modules modules;

    ConfigOptions(Modules modules) {
        this.modules = modules;
    }

    /**
     * The files that describe the fleet.
     *
     * @throws ConfigurationException if there is no such profile, also where nothing would be read from it
     */
    public FleetFiles files() {
        var files = FleetFiles.find(
                Path.of(""), Optional.ofNullable(file), Optional.ofNullable(portsFile), Optional.ofNullable(nodesFile));
        profile(files);
        return files;
    }

    /**
     * The fleet that the options and the current folder describe, to be read when it is needed.
     *
     * @param limit the pattern that chooses nodes, if there is one
     * @param machines how its virtual machines are logged in to
     * @param warned told of files that somebody else can change
     */
    public FleetDescription describe(Optional<String> limit, Supplier<VmLogin> machines, Consumer<String> warned) {
        var files = files();
        return new FleetDescription(
                files, modules.services(), System.getenv(), profile(files), limit, machines, warned);
    }

    /** The profile that was chosen for {@code files}. */
    public Optional<Path> profile(FleetFiles files) {
        var folders = List.of(files.folder().resolve(Profiles.FOLDER), Installation.profiles());
        return Optional.ofNullable(profile).map(name -> Profiles.find(name, PROFILE, folders));
    }
}
