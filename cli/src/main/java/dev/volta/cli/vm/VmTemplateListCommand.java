package dev.volta.cli.vm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.common.Columns;
import dev.volta.cli.common.Installation;
import dev.volta.cli.common.OutputFormat;
import dev.volta.core.run.ExitCode;
import dev.volta.core.vm.TemplateStore;
import dev.volta.core.vm.TemplateSummary;
import dev.volta.core.wire.Quantities;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta vm template list}. */
@Command(name = "list", description = "List templates, the last used first.")
final class VmTemplateListCommand implements Callable<Integer> {
    private static final List<String> HEAD = List.of("NAME", "ARCH", "MEMORY", "CPUS", "DISK", "MADE", "USED");

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var templates = new TemplateStore(Installation.templates())
                .list(damaged -> spec.commandLine().getErr().println("volta: warning: " + damaged)).stream()
                        .sorted(Comparator.comparing(TemplateSummary::lastUsed).reversed())
                        .toList();
        var out = spec.commandLine().getOut();
        out.print(
                switch (output) {
                    case text -> table(templates);
                    case json -> json(templates);
                });
        out.flush();
        return ExitCode.OK.code();
    }

    private static String table(List<TemplateSummary> templates) {
        var now = Instant.now();
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        for (var template : templates) {
            rows.add(List.of(
                    template.name(),
                    template.architecture().name(),
                    template.memoryMebibytes() + " MiB",
                    Integer.toString(template.cpus()),
                    Quantities.bytes(template.bytesOnDisk()),
                    ago(template.made(), now),
                    ago(template.lastUsed(), now)));
        }
        return Columns.of(rows);
    }

    private static String ago(Instant then, Instant now) {
        return Quantities.duration(Duration.between(then, now)) + " ago";
    }

    private static String json(List<TemplateSummary> templates) {
        var json = JsonMapper.builder().build().createArrayNode();
        for (var template : templates) {
            json.addObject()
                    .put("name", template.name())
                    .put("arch", template.architecture().name())
                    .put("memoryMebibytes", template.memoryMebibytes())
                    .put("cpus", template.cpus())
                    .put("bytesOnDisk", template.bytesOnDisk())
                    .put("made", template.made().toString())
                    .put("lastUsed", template.lastUsed().toString());
        }
        return json.toPrettyString() + "\n";
    }
}
