package dev.volta.core.vm.fleet;

import dev.volta.core.vm.Boot;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import java.time.Duration;

/** Resumes templates, which the first machine of a kind makes; whatever is in the way of that, it boots. */
public final class TemplateBooting implements Booting {
    private static final Duration MAKING = Duration.ofMinutes(3);

    private final TemplateStore templates;

    public TemplateBooting(TemplateStore templates) {
        this.templates = templates;
    }

    @Override
    public Vm start(VmOrder order, VmFiles files) throws InterruptedException {
        var description = order.description();
        if (order.cold()) {
            return Boot.cold(description, files, "as was asked for");
        }
        try {
            templates.obtain(description, MAKING, _ -> {});
        } catch (VmException e) {
            return Boot.cold(description, files, "no template of it can be made: " + e.getMessage());
        }
        return Boot.start(description, files, templates);
    }
}
