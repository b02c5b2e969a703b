package dev.volta.core.deploy;

import dev.volta.core.service.KeptFiles;
import dev.volta.core.service.ServiceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What programs that run have left, and those that would replace them could not go on with. Pure. */
final class KeptState {
    private final DesiredState desired;
    private final List<Finding> findings = new ArrayList<>();

    private KeptState(DesiredState desired) {
        this.desired = desired;
    }

    /** @param due services that are to be started, or started anew */
    static List<Finding> findings(DesiredState desired, Map<DesiredUnit, Change> due) {
        var state = new KeptState(desired);
        due.forEach((one, change) -> {
            switch (change.kind()) {
                case START, RESTART ->
                    desired.kind(one.service()).flatMap(ServiceKind::kept).ifPresent(kept -> state.look(one, kept));
                case REPAIR, REMOVE, STOP -> {}
            }
        });
        return state.findings;
    }

    private void look(DesiredUnit one, KeptFiles kept) {
        var view = desired.view(one.node());
        for (var file : view.kept()) {
            if (file.pattern().equals(kept.pattern())) {
                kept.objection()
                        .apply(file.head())
                        .ifPresent(objection -> findings.add(Finding.refusal(
                                Finding.Subject.STATE,
                                one.node(),
                                view.layout().state() + "/" + file.path() + " " + objection,
                                kept.advice())));
            }
        }
    }
}
