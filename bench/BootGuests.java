import dev.volta.core.config.ByteSize;
import dev.volta.core.vm.AcceleratorProbe;
import dev.volta.core.vm.Architecture;
import dev.volta.core.vm.Boot;
import dev.volta.core.vm.SshKeyPair;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.VmDescription;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/**
 * Boots many guests at once, cold and from a template, until an SSH login has succeeded in each: seconds, QEMU's processor
 * seconds, memory per guest, and the seconds until all have ended.
 *
 * <p>{@code java -cp cli/target/dist/volta.jar bench/BootGuests.java IMAGE-FOLDER ARCHITECTURE COUNT ROUNDS [MEMORY]}
 */
void main(String[] arguments) throws Exception {
    var image = new VmImage(Architecture.valueOf(arguments[1]), Path.of(arguments[0]));
    var memory = ByteSize.parse(arguments.length > 4 ? arguments[4] : "384MiB");
    var folder = Files.createTempDirectory("boot-guests-");
    Guests.makeKey(folder);
    var accelerator = AcceleratorProbe.choose(image, folder).accelerator();
    var templates = new TemplateStore(folder.resolve("templates"));
    var descriptions = new ArrayList<VmDescription>();
    for (var i = 0; i < Integer.parseInt(arguments[2]); i++) {
        descriptions.add(new VmDescription("node" + i, image, memory, 1, Guests.freePort(), accelerator));
    }
    var before = System.nanoTime();
    templates.obtain(descriptions.getFirst(), Duration.ofMinutes(5), IO::println);
    IO.println("template: %.2f s, %s".formatted(since(before), templates.list()));
    IO.println("| from | ready s | SSH s | QEMU CPU s | PSS MB | RSS MB | all ended s |");
    for (var round = 0; round < Integer.parseInt(arguments[3]); round++) {
        measure("template", descriptions, folder, (d, f) -> Boot.start(d, f, templates));
        measure("kernel", descriptions, folder, Boot::start);
    }
    Guests.run("rm", "-r", folder.toString());
}

interface Starting {
    Vm start(VmDescription description, VmFiles files) throws InterruptedException;
}

void measure(String from, List<VmDescription> descriptions, Path folder, Starting starting) throws Exception {
    var publicKey = Files.readAllBytes(folder.resolve("key.pub"));
    var identities = descriptions.stream()
            .map(d -> Guests.identity(d.name(), SshKeyPair.generate(d.name()), publicKey))
            .toList();
    var before = System.nanoTime();
    var jobs = new ArrayList<Callable<double[]>>();
    var machines = new Vm[descriptions.size()];
    for (var i = 0; i < machines.length; i++) {
        var at = i;
        jobs.add(() -> {
            var d = descriptions.get(at);
            machines[at] = starting.start(d, new VmFiles(folder.resolve(d.name()), folder.resolve("s"), d.name()));
            machines[at].awaitReady(identities.get(at), Duration.ofMinutes(5));
            var ready = since(before);
            Guests.run("ssh", "-F", "/dev/null", "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no", "-o",
                    "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "KexAlgorithms=curve25519-sha256", "-i", folder.resolve("key").toString(), "-p",
                    d.ssh().toString(), "root@127.0.0.1", "true");
            return new double[] {ready, since(before)};
        });
    }
    double ready = 0;
    double login = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var job : threads.invokeAll(jobs)) {
            ready = Math.max(ready, job.get()[0]);
            login = Math.max(login, job.get()[1]);
        }
    }
    double cpu = 0;
    long proportional = 0;
    long resident = 0;
    for (var vm : machines) {
        cpu += ProcessHandle.of(vm.pid()).orElseThrow().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
        proportional += vm.memory().proportionalBytes();
        resident += vm.memory().residentBytes();
    }
    var ending = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var vm : machines) {
            threads.submit(vm::close);
        }
    }
    IO.println("| %s | %.2f | %.2f | %.2f | %d | %d | %.2f |".formatted(from, ready, login, cpu,
            (proportional >> 20) / machines.length, (resident >> 20) / machines.length, since(ending)));
}

double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
}
