package dev.volta.cli.keeper.process;

import dev.volta.cli.common.Installation;
import dev.volta.core.keeper.AliveLock;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.server.Keeper;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmLogin;
import dev.volta.core.vm.fleet.Booting;
import dev.volta.core.vm.fleet.TemplateBooting;
import dev.volta.core.wire.ForeignFolderException;
import dev.volta.core.wire.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** {@code KeeperMain FLEET FOLDER NAME BUILD IDLE_SECONDS}: keeps until it is told to leave or is idle for so long. */
public final class KeeperMain {
    private KeeperMain() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        Locale.setDefault(Locale.ROOT);
        var place = new KeeperPlace(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
        PrivateFolder.require(place.folder());
        var idle = Duration.ofSeconds(Long.parseLong(arguments[4]));
        var keeper = Keeper.open(
                place, arguments[3], idle, SshConnectionPlan::read, machines(), InstantSource.system(), System.err);
        if (keeper.isEmpty()) {
            return; // another keeper has the place, and takes the clients
        }
        try (var alive = AliveLock.hold(place);
                var open = keeper.get()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(open, alive), "keeper-ended"));
            open.takeOver(state(place.fleet()));
            open.keep();
        }
    }

    private static void end(Keeper keeper, AliveLock alive) {
        keeper.close();
        try {
            alive.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where commands have the disks of the fleet's machines, as far as this process can know. */
    private static Path state(Path fleet) throws IOException {
        var home = System.getenv("VOLTA_HOME");
        var state = home != null && Path.of(home).isAbsolute() ? Path.of(home) : fleet.resolve(".volta");
        if (Files.exists(state)) {
            PrivateFolder.requireLikeItsParent(state);
        }
        return new VmLogin(state).folder();
    }

    /** Nothing is resumed, or kept, where somebody else could have written it. */
    private static Booting machines() {
        try {
            return new TemplateBooting(new TemplateStore(Installation.templates()));
        } catch (ForeignFolderException e) {
            return (_, _) -> {
                throw new VmException(String.valueOf(e.getMessage()), e);
            };
        }
    }
}
