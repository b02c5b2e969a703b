package dev.volta.core.vm.fleet;

import dev.volta.core.config.NodeName;
import dev.volta.core.vm.BootOrigin;
import dev.volta.core.vm.FoundVm;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmRunState;
import java.util.ArrayList;
import java.util.Optional;

/** Asks machines how they stand, and puts it into words. */
final class VmStatuses {
    private VmStatuses() {}

    /** How a machine stands that this keeper has. */
    static VmStatus of(NodeName name, HeldVm machine) throws InterruptedException {
        var state = machine.ready() && !machine.hasEnded() && machine.vm().isPresent()
                ? machine.vm().get().state(VmRegistry.SHORTLY)
                : new VmRunState.Running();
        return new VmStatus(
                name,
                Optional.of(VmStatus.Make.of(machine.order())),
                state(machine, state),
                detail(machine),
                trouble(machine, state),
                machine.vm().map(RunningVm::pid).orElse(0L),
                resident(machine),
                machine.since(),
                machine.took());
    }

    /** How a machine of this name stands that runs, and that the book does not have. */
    static VmStatus of(NodeName name, MissedVm unseen, VmRegistry book) {
        var files = unseen.found().map(FoundVm::files);
        var order = book.folders()
                .order(name, files.orElseGet(() -> book.files(name)).sockets())
                .or(() -> unseen.found().flatMap(VmRequest::of));
        return new VmStatus(
                name,
                order.map(VmStatus.Make::of),
                unseen.state(),
                "",
                unseen.reason(),
                unseen.found().map(FoundVm::pid).orElse(0L),
                0,
                unseen.since(),
                Optional.empty());
    }

    private static VmStatus.State state(HeldVm machine, VmRunState state) {
        if (machine.hasEnded()) {
            return VmStatus.State.ended;
        }
        if (!machine.ready()) {
            return VmStatus.State.booting;
        }
        return switch (state) {
            case VmRunState.Running() -> VmStatus.State.running;
            case VmRunState.Paused _ -> VmStatus.State.paused;
            case VmRunState.Silent _ -> VmStatus.State.silent;
        };
    }

    private static String detail(HeldVm machine) {
        if (machine.vm().isEmpty()) {
            return "";
        }
        var vm = machine.vm().get();
        if (machine.hasEnded()) {
            return "QEMU ended" + vm.endWords();
        }
        return switch (vm.origin()) {
            case BootOrigin.Cold(var reason) -> "cold boot: " + reason;
            case BootOrigin.Resumed(var template) -> "resumed from template " + template;
        };
    }

    private static String trouble(HeldVm machine, VmRunState state) {
        if (machine.vm().isEmpty() || machine.hasEnded()) {
            return "";
        }
        var vm = machine.vm().get();
        var trouble = new ArrayList<String>();
        switch (state) {
            case VmRunState.Running() ->
                vm.diskError()
                        .ifPresent(error ->
                                trouble.add(error + "; where it wrote may be read-only until it is booted again"));
            case VmRunState.Paused paused
            when paused.lacksRoom() ->
                trouble.add(vm.diskError().orElse("no room for what it writes") + "; it goes on when there is room");
            case VmRunState.Paused(var word) ->
                trouble.add("it stands still, in QEMU's words: " + word + "; volta vm up -l "
                        + machine.order().name() + " lets it go on");
            case VmRunState.Silent(var reason) -> trouble.add(reason);
        }
        if (vm.hasLostItsDisk()) {
            trouble.add("its disk was removed while it runs, and is lost when it ends");
        }
        return String.join("; ", trouble);
    }

    private static long resident(HeldVm machine) {
        try {
            return machine.vm().map(vm -> vm.memory().proportionalBytes()).orElse(0L);
        } catch (VmException e) {
            return 0; // it has ended meanwhile
        }
    }
}
