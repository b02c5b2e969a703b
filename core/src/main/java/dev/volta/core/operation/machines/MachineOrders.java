package dev.volta.core.operation.machines;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Reach;
import dev.volta.core.config.VmSpec;
import dev.volta.core.vm.Accelerator;
import dev.volta.core.vm.AcceleratorProbe;
import dev.volta.core.vm.GuestArchitecture;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmImage;
import dev.volta.core.vm.VmLogin;
import dev.volta.core.vm.fleet.VmRequest;
import dev.volta.core.vm.image.ImageRole;
import dev.volta.core.vm.image.ImageStore;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns described machines into orders: with an image, an accelerator and keys. */
final class MachineOrders {
    private final VmLogin login;
    private final ImageStore store;
    private final PrintWriter err;
    private final Map<GuestArchitecture, VmImage> images = new EnumMap<>(GuestArchitecture.class);
    private final Map<GuestArchitecture, AcceleratorProbe.Choice> choices = new EnumMap<>(GuestArchitecture.class);

    /** @param err told what was chosen, and of an image that has to be made first */
    MachineOrders(VmLogin login, ImageStore store, PrintWriter err) {
        this.login = login;
        this.store = store;
        this.err = err;
    }

    /**
     * Looks whether the images of machines are there, or could be made.
     *
     * @throws VmException if one can neither be found nor made here
     */
    static void requireImages(List<Node> machines, ImageStore store) {
        machines.stream()
                .flatMap(node -> node.vm().stream())
                .filter(vm -> vm.image().isEmpty())
                .map(vm -> GuestArchitecture.of(vm.arch()))
                .distinct()
                .filter(architecture ->
                        store.latest(architecture, ImageRole.worker).isEmpty())
                .forEach(architecture -> store.requireMakeable(architecture, ImageRole.worker));
    }

    /** @param running machines that run, and know the key that they were started with */
    Map<NodeName, VmRequest> of(List<Node> machines, Collection<NodeName> running, boolean cold)
            throws InterruptedException {
        var authorized =
                machines.isEmpty() ? "" : login.loginKey(running, this::tell).publicKey() + " volta\n";
        var orders = new LinkedHashMap<NodeName, VmRequest>();
        for (var node : machines) {
            if (node.reach() instanceof Reach.Ssh ssh && node.vm().isPresent()) {
                orders.put(node.name(), order(node, ssh, node.vm().get(), authorized, cold));
            }
        }
        return orders;
    }

    private void tell(String line) {
        err.println("volta: " + line);
        err.flush();
    }

    private VmRequest order(Node node, Reach.Ssh ssh, VmSpec vm, String authorized, boolean cold)
            throws InterruptedException {
        var architecture = GuestArchitecture.of(vm.arch());
        var image = image(architecture, vm);
        return new VmRequest(
                node.name(),
                image,
                vm.memory(),
                vm.cpus(),
                vm.disk(),
                ssh.port(),
                accelerator(image, vm.accel()),
                Optional.of(vm.network()),
                login.folder().resolve(node.name().value()),
                VmFiles.usualTemporary(),
                cold,
                new String(login.hostKey(node.name(), this::tell).privateFile(), StandardCharsets.US_ASCII),
                authorized);
    }

    private VmImage image(GuestArchitecture architecture, VmSpec vm) throws InterruptedException {
        if (vm.image().isPresent()) {
            return new VmImage(architecture, vm.image().get());
        }
        var known = images.get(architecture);
        if (known == null) {
            known = lastBuilt(architecture);
            images.put(architecture, known);
        }
        return known;
    }

    private VmImage lastBuilt(GuestArchitecture architecture) throws InterruptedException {
        var latest = store.latest(architecture, ImageRole.worker);
        if (latest.isPresent()) {
            return latest.get().image();
        }
        tell("making the image of " + architecture + ", which takes a minute or so");
        return store.build(architecture, ImageRole.worker, false).image();
    }

    private Accelerator accelerator(VmImage image, VmSpec.Acceleration wanted) throws InterruptedException {
        if (wanted == VmSpec.Acceleration.TCG) {
            return Accelerator.tcg;
        }
        var choice = choice(image);
        if (wanted == VmSpec.Acceleration.KVM && choice.accelerator() != Accelerator.kvm) {
            throw new VmException("KVM is wanted, but " + choice.reason());
        }
        return choice.accelerator();
    }

    private AcceleratorProbe.Choice choice(VmImage image) throws InterruptedException {
        var known = choices.get(image.architecture());
        if (known == null) {
            known = AcceleratorProbe.choose(image, VmFiles.usualTemporary());
            tell(image.architecture() + " on " + known.accelerator() + ": " + known.reason());
            choices.put(image.architecture(), known);
        }
        return known;
    }
}
