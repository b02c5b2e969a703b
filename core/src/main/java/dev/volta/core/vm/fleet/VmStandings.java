package dev.volta.core.vm.fleet;

import dev.volta.core.config.NodeName;
import dev.volta.core.vm.FoundVm;
import dev.volta.core.vm.Origin;
import dev.volta.core.vm.RunState;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.VmException;
import java.util.ArrayList;
import java.util.Optional;

/** Asks machines how they stand, and puts it into words. */
final class VmStandings {
    private VmStandings() {}

    /** How a machine stands that this keeper has. */
    static VmStanding of(NodeName name, HeldVm machine) throws InterruptedException {
        var state = machine.ready() && !machine.hasEnded() && machine.vm().isPresent()
                ? machine.vm().get().state(VmBook.SHORTLY)
                : new RunState.Running();
        return new VmStanding(
                name,
                Optional.of(VmStanding.Make.of(machine.order())),
                state(machine, state),
                detail(machine),
                trouble(machine, state),
                machine.vm().map(Vm::pid).orElse(0L),
                resident(machine),
                machine.since(),
                machine.took());
    }

    /** How a machine of this name stands that runs, and that the book does not have. */
    static VmStanding of(NodeName name, MissedVm unseen, VmBook book) {
        var files = unseen.found().map(FoundVm::files);
        var order = book.folders()
                .order(name, files.orElseGet(() -> book.files(name)).sockets())
                .or(() -> unseen.found().flatMap(VmOrder::of));
        return new VmStanding(
                name,
                order.map(VmStanding.Make::of),
                unseen.state(),
                "",
                unseen.reason(),
                unseen.found().map(FoundVm::pid).orElse(0L),
                0,
                unseen.since(),
                Optional.empty());
    }

    private static VmStanding.State state(HeldVm machine, RunState state) {
        if (machine.hasEnded()) {
            return VmStanding.State.ended;
        }
        if (!machine.ready()) {
            return VmStanding.State.booting;
        }
        return switch (state) {
            case RunState.Running() -> VmStanding.State.running;
            case RunState.Paused _ -> VmStanding.State.paused;
            case RunState.Silent _ -> VmStanding.State.silent;
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
            case Origin.Cold(var reason) -> "cold boot: " + reason;
            case Origin.Resumed(var template) -> "resumed from template " + template;
        };
    }

    private static String trouble(HeldVm machine, RunState state) {
        if (machine.vm().isEmpty() || machine.hasEnded()) {
            return "";
        }
        var vm = machine.vm().get();
        var trouble = new ArrayList<String>();
        switch (state) {
            case RunState.Running() ->
                vm.diskError()
                        .ifPresent(error ->
                                trouble.add(error + "; where it wrote may be read-only until it is booted again"));
            case RunState.Paused paused
            when paused.lacksRoom() ->
                trouble.add(vm.diskError().orElse("no room for what it writes") + "; it goes on when there is room");
            case RunState.Paused(var word) ->
                trouble.add("it stands still, in QEMU's words: " + word + "; volta vm up -l "
                        + machine.order().name() + " lets it go on");
            case RunState.Silent(var reason) -> trouble.add(reason);
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
