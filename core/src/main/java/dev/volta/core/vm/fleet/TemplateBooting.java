package dev.volta.core.vm.fleet;

import dev.volta.core.vm.Boot;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Resumes templates, which the first machine of a kind makes; whatever is in the way of that, it boots. */
public final class TemplateBooting implements Booting {
    private static final Duration MAKING = Duration.ofMinutes(3);

    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final TemplateStore templates;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();

    /** So that not each machine of a kind tries again. */
    private record Failure(String reason, long at) {}

    private static String kind(VmRequest order) {
        return order.image() + " " + order.memory() + " " + order.cpus() + " " + order.accelerator();
    }

    public TemplateBooting(TemplateStore templates) {
        this.templates = templates;
    }

    @Override
    public RunningVm start(VmRequest order, VmFiles files) throws InterruptedException {
        var description = order.description();
        if (order.cold()) {
            return Boot.cold(description, files, "as was asked for");
        }
        var failed = failures.get(kind(order));
        if (failed != null && System.nanoTime() - failed.at() < REMEMBERED.toNanos()) {
            return Boot.cold(description, files, failed.reason());
        }
        try {
            templates.obtain(description, MAKING, _ -> {});
        } catch (VmException e) {
            var reason = "no template of it can be made: " + e.getMessage();
            failures.put(kind(order), new Failure(reason, System.nanoTime()));
            return Boot.cold(description, files, reason);
        }
        return Boot.start(description, files, templates);
    }
}
