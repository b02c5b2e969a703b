package dev.volta.cli.vm;

import dev.volta.core.vm.Boot;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.VmImage;
import java.nio.file.Path;
import java.time.Duration;

/** A program that starts a guest from a template, says its origin, and waits to be killed. */
final class OwnerThatDies {
    private OwnerThatDies() {}

    public static void main(String[] args) throws Exception {
        var image = new VmImage(GuestArchitecture.amd64, Path.of(args[0]));
        var guest = TestGuest.at(args[2], image, Path.of(args[1]), Integer.parseInt(args[3]));
        var vm = Boot.start(guest.description(), guest.files(), new TemplateStore(Path.of(args[4])));
        vm.awaitReady(guest.identity(), Duration.ofMinutes(2));
        System.out.println(vm.origin());
        Thread.sleep(Duration.ofMinutes(5));
    }
}
