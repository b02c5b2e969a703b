package dev.volta.cli.keeper.process;

import dev.volta.cli.common.Installation;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.server.Keeper;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.fleet.Booting;
import dev.volta.core.vm.fleet.TemplateBooting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** {@code KeeperMain FLEET FOLDER NAME BUILD IDLE_SECONDS}: keeps until it is told to leave or is idle for so long. */
public final class KeeperMain {
    private KeeperMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Locale.setDefault(Locale.ROOT);
        var place = new KeeperPlace(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2]);
        var idle = Duration.ofSeconds(Long.parseLong(arguments[4]));
        var keeper = Keeper.open(
                place, arguments[3], idle, SshConnectionPlan::read, machines(), InstantSource.system(), System.err);
        if (keeper.isEmpty()) {
            return; // another keeper has the place, and takes the clients
        }
        try (var open = keeper.get()) {
            Runtime.getRuntime().addShutdownHook(new Thread(open::close, "keeper-ended"));
            open.keep();
        }
    }

    private static Booting machines() {
        return new TemplateBooting(new TemplateStore(Installation.templates()));
    }
}
