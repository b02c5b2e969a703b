package dev.volta.cli.image;

import dev.volta.core.run.ExitCode;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.image.ImageRole;
import dev.volta.core.vm.image.ImageStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta image verify}. */
@Command(name = "verify", description = "Check whether the last built image is unchanged.")
final class ImageVerifyCommand implements Callable<Integer> {
    @Option(
            names = "--arch",
            defaultValue = "riscv64",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private GuestArchitecture architecture;

    @Option(
            names = "--role",
            defaultValue = "worker",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ImageRole role;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var built = ImageCommand.store()
                .latest(architecture, role)
                .orElseThrow(() -> new VmException(
                        "there is no image of a %s for %s; build it: volta image build --arch %s --role %s"
                                .formatted(role, architecture, architecture, role)));
        ImageStore.verify(built);
        var out = spec.commandLine().getOut();
        out.println(built.image().folder());
        out.println("sha256 " + built.digest());
        return ExitCode.OK.code();
    }
}
