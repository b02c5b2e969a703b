package dev.volta.cli.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.volta.cli.common.Columns;
import dev.volta.core.doctor.CheckResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was looked at, a line each, and as JSON. */
final class DoctorText {
    private DoctorText() {}

    static String table(List<CheckResult> checks) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("RESULT", "NODE", "CHECK", "EVIDENCE"));
        for (var check : checks) {
            var advice = check.advice().isEmpty() ? "" : "; " + check.advice();
            rows.add(List.of(
                    check.result() == CheckResult.Result.FAULT ? "FAULT" : result(check),
                    check.node().value(),
                    check.name(),
                    check.evidence().replace('\n', ' ') + advice));
        }
        return Columns.of(rows);
    }

    /** An array of objects with the node, what was looked at (as {@code "check"}), and what came of it. */
    static String json(List<CheckResult> checks) {
        var json = JsonNodeFactory.instance.arrayNode();
        for (var check : checks) {
            json.addObject()
                    .put("node", check.node().value())
                    .put("check", check.name())
                    .put("result", result(check))
                    .put("evidence", check.evidence())
                    .put("advice", check.advice());
        }
        return json.toPrettyString() + "\n";
    }

    private static String result(CheckResult check) {
        return check.result().name().toLowerCase(Locale.ROOT);
    }
}
