package dev.volta.cli.vm;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.BadValueException;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.VmSpec;
import dev.volta.core.operation.machines.MachineChanges;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Says what machines are to be like, other than they are described. */
final class MachineOptions {
    @Option(names = "--arch", description = "riscv64 or amd64 (default: as in the description, else riscv64).")
    private @Nullable Architecture architecture;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = Size.class,
            description = "Memory of each machine (default: as in the description, else 512MiB).")
    private @Nullable ByteSize memory;

    @Option(
            names = "--cpus",
            paramLabel = "N",
            description = "Processors of each machine (default: as in the description, else 1).")
    private @Nullable Integer cpus;

    @Option(
            names = "--accel",
            description = "auto (kvm if a kernel runs with it, else tcg), kvm or tcg (default: as in the"
                    + " description, else auto).")
    private VmSpec.@Nullable Acceleration acceleration;

    @Option(
            names = "--network",
            description = "isolated, or open: each can connect to what this machine can, including its loopback"
                    + " addresses (default: as in the description, else isolated).")
    private @Nullable GuestNetwork network;

    MachineChanges changes() {
        return new MachineChanges(
                Optional.ofNullable(architecture),
                Optional.ofNullable(memory),
                Optional.ofNullable(cpus),
                Optional.ofNullable(acceleration),
                Optional.ofNullable(network));
    }

    /** Reads a size as configuration files write it. */
    static final class Size implements ITypeConverter<ByteSize> {
        @Override
        public ByteSize convert(String text) {
            try {
                return ByteSize.parse(text);
            } catch (BadValueException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
