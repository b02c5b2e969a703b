package dev.volta.core.vm;

import dev.volta.core.vm.QemuCommand.Start;
import java.io.IOException;
import java.time.Duration;

/** Starts machines: from a template where one serves, else with their kernel. */
public final class Boot {
    private static final Duration LOADED = Duration.ofSeconds(20);

    private Boot() {}

    /**
     * Boots, and returns when QEMU talks; the guest goes on meanwhile.
     *
     * @throws VmException if it does not start, with QEMU's own words
     */
    public static RunningVm start(VmDescription description, VmFiles files) throws InterruptedException {
        return cold(description, files, "no template was asked for");
    }

    /**
     * Resumes the template that fits the description, and returns when the guest goes on. Whatever is in the way of that
     * is the reason of a cold boot ({@link RunningVm#origin()}).
     *
     * @throws VmException if it does not start cold either
     */
    public static RunningVm start(VmDescription description, VmFiles files, TemplateStore templates)
            throws InterruptedException {
        String reason;
        try {
            var template = templates.find(TemplateKey.of(description));
            if (template.isPresent()) {
                return resume(description, files, template.get(), templates);
            }
            reason = "there is no template for it";
        } catch (VmException e) {
            reason = String.valueOf(e.getMessage());
        }
        return cold(description, files, reason);
    }

    /**
     * Boots as {@link #start(VmDescription, VmFiles)} does.
     *
     * @param reason why no template is used
     */
    public static RunningVm cold(VmDescription description, VmFiles files, String reason) throws InterruptedException {
        return Launch.start(description, files, new Start.Cold(), new BootOrigin.Cold(reason));
    }

    private static RunningVm resume(
            VmDescription description, VmFiles files, Template template, TemplateStore templates)
            throws InterruptedException {
        try {
            var vm = Launch.start(
                    description, files, new Start.Resuming(template.files()), new BootOrigin.Resumed(template.name()));
            load(vm, template);
            return vm;
        } catch (VmException e) {
            throw new VmException(
                    "template %s does not serve: %s%s"
                            .formatted(template.name(), e.getMessage(), templates.examine(template)),
                    e);
        }
    }

    private static void load(RunningVm vm, Template template) throws InterruptedException {
        try {
            GuestState.load(vm.qmp(), template.files().state(), LOADED);
            vm.qmp().proceed();
        } catch (IOException e) {
            var words = vm.lastWords();
            vm.kill();
            throw new VmException(e.getMessage() + words, e);
        } catch (RuntimeException | InterruptedException e) {
            vm.kill();
            throw e;
        }
    }
}
