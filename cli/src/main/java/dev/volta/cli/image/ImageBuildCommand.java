package dev.volta.cli.image;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.common.OutputFormat;
import dev.volta.core.run.ExitCode;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.image.BuiltImage;
import dev.volta.core.vm.image.ImageRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta image build}. */
@Command(
        name = "build",
        description =
                "Build an image from Debian's packages, with Java and an SSH server, in ~/.cache/volta/images. An image"
                        + " that exists is not built again.")
final class ImageBuildCommand implements Callable<Integer> {
    @Option(
            names = "--arch",
            defaultValue = "riscv64",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private GuestArchitecture architecture;

    @Option(names = "--role", description = "${COMPLETION-CANDIDATES} (default: worker).")
    private @Nullable ImageRole role;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description = "Use this root file system: raw ext4 with kernel and initrd in /boot.")
    private @Nullable Path from;

    @Option(names = "--force", description = "Build it even if it exists.")
    private boolean force;

    @Option(names = "--prove", description = "Boot the image and run java -version in it.")
    private boolean prove;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (from != null && role != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "the file system of --from has its own packages, so --role has no effect; leave it out");
        }
        var store = ImageCommand.store();
        var built = from == null
                ? store.build(architecture, Objects.requireNonNullElse(role, ImageRole.worker), force)
                : store.adopt(architecture, from, force);
        var proof = prove ? Optional.of(ImageProof.of(built.image())) : Optional.<ImageProof>empty();
        switch (output) {
            case text -> printText(built, proof);
            case json -> spec.commandLine().getOut().println(json(built, proof));
        }
        return ExitCode.OK.code();
    }

    private void printText(BuiltImage built, Optional<ImageProof> proof) {
        var out = spec.commandLine().getOut();
        out.println(built.image().folder() + (built.cached() ? " (was there)" : ""));
        out.println("sha256 " + built.digest());
        proof.ifPresent(found -> {
            out.println("%s: %s"
                    .formatted(found.choice().accelerator(), found.choice().reason()));
            out.println("ready after %.1f s, off after %.1f s (%s)"
                    .formatted(found.readySeconds(), found.offSeconds(), found.ending()));
            found.java().forEach(out::println);
        });
    }

    private static String json(BuiltImage built, Optional<ImageProof> proof) {
        var json = JsonMapper.builder().build().createObjectNode();
        json.put("folder", built.image().folder().toString())
                .put("architecture", built.image().architecture().name())
                .put("sha256", built.digest())
                .put("cached", built.cached());
        proof.ifPresent(found -> {
            var proven = json.putObject("proof")
                    .put("accelerator", found.choice().accelerator().name())
                    .put("reason", found.choice().reason())
                    .put("readySeconds", found.readySeconds())
                    .put("offSeconds", found.offSeconds())
                    .put("ending", found.ending().name());
            var java = proven.putArray("java");
            found.java().forEach(java::add);
        });
        return json.toPrettyString();
    }
}
