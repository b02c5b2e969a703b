package dev.volta.cli.proof;

import dev.volta.core.doctor.CheckResult;
import dev.volta.core.doctor.DoctorCheck;
import dev.volta.core.doctor.Examined;
import dev.volta.core.remote.Script;
import java.time.Duration;

/** Looks at the file of a counter on its node. */
final class CounterCheck implements DoctorCheck {
    private static final Script READ =
            Script.of("read the step", "cat -- \"$1\"").withLimit(Duration.ofMinutes(1));

    @Override
    public String name() {
        return "counter step";
    }

    @Override
    public boolean concerns(Examined node) {
        return node.runs(CounterServices.COUNTER.name());
    }

    @Override
    public CheckResult look(Examined node) throws InterruptedException {
        var file = CounterServices.file(node.view().layout().conf());
        var read = READ.with(file).run(node.remote()).require().out();
        return CheckResult.ok(node.node(), name(), read.strip());
    }
}
