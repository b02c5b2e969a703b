package dev.volta.core.facts;

import static dev.volta.core.facts.Sections.field;
import static dev.volta.core.facts.Sections.then;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the answer of {@code facts.sh}. The formats are the kernel's: proc_cpuinfo(5), proc_meminfo(5), os-release(5),
 * Documentation/admin-guide/pm/cpufreq.rst and intel_pstate.rst, Documentation/ABI/stable/sysfs-devices-system-cpu.
 */
final class HostAnswer {
    private HostAnswer() {}

    static HostFacts read(String answer, List<String> paths) {
        var sections = new Sections(answer);
        var cpu = sections.fields("cpuinfo", ":");
        var mounts = new Mounts(sections);
        var fileSystems = new LinkedHashMap<String, Fact<HostFacts.FileSystem>>();
        for (var i = 0; i < paths.size(); i++) {
            fileSystems.put(paths.get(i), then(sections.text("path" + i), mounts::at));
        }
        return new HostFacts(
                field(cpu, "the kernel names no model in /proc/cpuinfo", "model name", "uarch", "cpu model"),
                flags(cpu),
                then(sections.text("online"), HostAnswer::countRanges),
                memory(sections),
                sections.text("kernel"),
                sections.text("architecture"),
                field(sections.fields("os-release", "="), "os-release has no name", "PRETTY_NAME", "NAME", "ID"),
                governors(sections),
                boost(sections),
                virtualisation(sections, cpu),
                jdk(sections),
                sections.text("clocksource"),
                mounts.cgroup(),
                then(sections.text("pagesize"), text -> number(text, "page size")),
                fileSystems);
    }

    /** amd64 lists {@code flags}, arm64 {@code Features}; riscv64 has one word {@code isa}: rv64imafdc_zicbom_zba. */
    private static Fact<List<String>> flags(Fact<Map<String, String>> cpu) {
        var list = field(cpu, "/proc/cpuinfo lists no flags", "flags", "Features", "isa");
        return list.map(text -> Arrays.asList(text.split(text.startsWith("rv") ? "_" : "\\s+")));
    }

    /** {@code 0-3,6} are five processors. */
    private static Fact<Integer> countRanges(String list) {
        var count = 0;
        for (var range : list.split(",", -1)) {
            if (!range.matches("\\d{1,6}(-\\d{1,6})?")) {
                return Fact.unavailable("not a list of processors: " + list);
            }
            var ends = range.split("-", 2);
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return Fact.known(count);
    }

    private static Fact<Long> memory(Sections sections) {
        var total = field(sections.fields("meminfo", ":"), "/proc/meminfo has no MemTotal", "MemTotal");
        return then(
                total,
                text -> text.endsWith(" kB")
                        ? number(text.substring(0, text.length() - 3), "MemTotal")
                                .map(kibibytes -> kibibytes * 1024)
                        : Fact.unavailable("MemTotal is not in kB: " + text));
    }

    private static Fact<Map<String, String>> governors(Sections sections) {
        return sections.fields("governors", " ").map(TreeMap::new);
    }

    private static Fact<Boolean> boost(Sections sections) {
        return then(sections.text("boost"), text -> switch (text) {
            case "no_turbo 0", "boost 1" -> Fact.known(true);
            case "no_turbo 1", "boost 0" -> Fact.known(false);
            default -> Fact.unavailable("the kernel answered '" + text + "'");
        });
    }

    /** The order of trust: systemd-detect-virt, Xen, the board's vendor, the processor's {@code hypervisor} flag. */
    private static Fact<String> virtualisation(Sections sections, Fact<Map<String, String>> cpu) {
        var clues = sections.fields("virtualisation", " ").toOptional().orElse(Map.of());
        var container = clues.getOrDefault("container", "none");
        var machine = machine(clues, cpu);
        return container.equals("none") || container.isEmpty()
                ? machine
                : Fact.known(container + " container, machine: "
                        + machine.toOptional().orElse("unknown"));
    }

    private static Fact<String> machine(Map<String, String> clues, Fact<Map<String, String>> cpu) {
        var named = field(Fact.known(clues), "no hint", "detected", "hypervisor");
        if (named instanceof Fact.Known<String>) {
            return named;
        }
        var board = (clues.getOrDefault("vendor", "") + " " + clues.getOrDefault("product", "") + " "
                        + clues.getOrDefault("board", ""))
                .strip();
        if (board.matches("(?i).*(qemu|kvm|vmware|virtualbox|firecracker|amazon ec2|virtual machine).*")) {
            return Fact.known(board);
        }
        return then(
                cpu,
                fields -> !fields.containsKey("flags")
                        ? Fact.unavailable("neither systemd-detect-virt nor a known board")
                        : (" " + fields.get("flags") + " ").contains(" hypervisor ")
                                ? Fact.known("a hypervisor that does not say its name")
                                : Fact.known("none"));
    }

    private static Fact<String> jdk(Sections sections) {
        var release = sections.fields("jdk", "=");
        var version = field(release, "the release file has no version", "JAVA_RUNTIME_VERSION", "JAVA_VERSION");
        var maker = field(release, "no implementor", "IMPLEMENTOR").toOptional();
        return version.map(text -> maker.map(name -> name + " " + text).orElse(text));
    }

    private static Fact<Long> number(String text, String what) {
        return text.matches("\\d{1,18}")
                ? Fact.known(Long.parseLong(text))
                : Fact.unavailable(what + " is no number: " + text);
    }
}
