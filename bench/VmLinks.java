import dev.volta.core.config.ByteSize;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import dev.volta.core.vm.AcceleratorProbe;
import dev.volta.core.vm.Architecture;
import dev.volta.core.vm.Boot;
import dev.volta.core.vm.SshKeyPair;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.VmDescription;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmImage;
import dev.volta.ssh.MinaFleet;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A Unix socket of one guest as another guest sees it, through this process as through a keeper: over SSH and over
 * virtio-serial in turn. Round trips of 64 bytes, MiB/s, and the processor time of this process for the latter.
 *
 * <p>{@code java -cp cli/target/dist/volta.jar bench/VmLinks.java IMAGE-FOLDER ARCHITECTURE ROUNDS}
 */
void main(String[] arguments) throws Exception {
    var architecture = Architecture.valueOf(arguments[1]);
    var image = new VmImage(architecture, Path.of(arguments[0]));
    var folder = Files.createTempDirectory("vm-links-");
    var peer = folder.resolve("link-peer");
    var compiler = architecture == Architecture.riscv64 ? "riscv64-linux-gnu-gcc" : "x86_64-linux-gnu-gcc";
    Guests.run(compiler, "-O2", "-static", "-o", peer.toString(), "bench/link-peer.c");
    Guests.makeKey(folder);
    var hostKeys = HostKeys.load(folder.resolve("known_hosts"), List.of());
    try (var a = boot("a", image, folder, hostKeys);
            var b = boot("b", image, folder, hostKeys);
            var fleet = MinaFleet.start(SshSettings.with(hostKeys));
            var sshA = fleet.connect(target(a, folder));
            var sshB = fleet.connect(target(b, folder))) {
        for (var remote : List.of(sshA, sshB)) {
            remote.upload(new Upload(peer, "/root/link-peer", 0755), TransferProgress.NONE);
        }
        remoteOut(sshA, "setsid /root/link-peer serve /run/volta/peer.sock >/dev/null 2>&1 </dev/null &");
        var hub = folder.resolve("hub");
        IO.println("| carrier | 64 B round trip, median µs | 95 % µs | MiB/s | CPU here, s per 100 MiB |");
        for (var round = 0; round < Integer.parseInt(arguments[2]); round++) {
            try (var _ = sshA.socketToNode(hub, "/run/volta/peer.sock");
                    var _ = sshB.socketFromNode("/run/volta/ssh.sock", hub)) {
                measure("SSH", sshB, "/run/volta/ssh.sock");
            }
            if (!a.link().answers(Duration.ofSeconds(10)) || !b.link().answers(Duration.ofSeconds(10))) {
                throw new IllegalStateException("a guest does not answer");
            }
            try (Tunnel _ = a.link().socketToNode(hub, "/run/volta/peer.sock");
                    Tunnel _ = b.link().socketFromNode("/run/volta/virtio.sock", hub)) {
                measure("virtio-serial", sshB, "/run/volta/virtio.sock");
            }
        }
    }
    Guests.run("rm", "-r", folder.toString());
}

void measure(String carrier, Remote client, String socket) throws InterruptedException {
    remoteOut(client, "/root/link-peer ping " + socket + " 300"); // warms up
    var trips = remoteOut(client, "/root/link-peer ping " + socket + " 1000").split(" ");
    remoteOut(client, "/root/link-peer pour " + socket + " 20");
    var before = processorTime();
    var rate = remoteOut(client, "/root/link-peer pour " + socket + " 100");
    var cpu = (processorTime().toMillis() - before.toMillis()) / 1e3;
    IO.println("| %s | %s | %s | %s | %.2f |".formatted(carrier, trips[0], trips[1], rate, cpu));
}

Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
}

String remoteOut(Remote remote, String script) throws InterruptedException {
    return Script.of("measure", script).withLimit(Duration.ofMinutes(5)).run(remote).require().out().strip();
}

Vm boot(String name, VmImage image, Path folder, HostKeys hostKeys) throws Exception {
    var accelerator = AcceleratorProbe.choose(image, folder).accelerator();
    var description = new VmDescription(name, image, ByteSize.parse("384MiB"), 1, Guests.freePort(), accelerator);
    var hostKey = SshKeyPair.generate(name);
    var key = hostKey.publicKey().split(" ");
    hostKeys.pin("127.0.0.1", description.ssh().number(), List.of(new HostKey(key[0], key[1])));
    var vm = Boot.start(description, new VmFiles(folder.resolve(name), folder.resolve("s"), name));
    var authorized = Files.readAllBytes(folder.resolve("key.pub"));
    vm.awaitReady(Guests.identity(name, hostKey, authorized), Duration.ofMinutes(5));
    return vm;
}

SshTarget target(Vm vm, Path folder) {
    var node = new NodeName(vm.description().name());
    return SshTarget.of(node, "127.0.0.1", vm.description().ssh().number(), "root")
            .withIdentityFiles(folder.resolve("key"));
}
