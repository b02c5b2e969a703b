package dev.volta.cli.keeper;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.core.config.BadValueException;
import dev.volta.core.config.DurationFormat;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.run.ExitCode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code volta keeper start}. */
@Command(
        name = "start",
        description = "Start the fleet's keeper if it is not running. Commands with --keep do this themselves.")
final class KeeperStartCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--idle",
            paramLabel = "TIME",
            converter = Time.class,
            description = "Stop after this time without use (default: 10m).")
    private @Nullable Duration idle;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var limit = idle == null ? KeeperFiles.IDLE : idle;
        if (limit.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ParameterException(spec.commandLine(), "--idle must be at least 1s");
        }
        var place = OwnPlace.of(
                config.files().folder().toAbsolutePath(), spec.commandLine().getErr());
        var status = new KeeperControl(place).start(KeeperFiles.program(place, limit));
        spec.commandLine().getOut().println("keeper " + status.pid() + " runs");
        return ExitCode.OK.code();
    }

    /** Reads a time as configuration files write it. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return DurationFormat.parse(text);
            } catch (BadValueException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
