package dev.volta.core.supervisor;

import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.ScriptResource;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The unit of systemd of a service, as systemd.unit(5), systemd.service(5), systemd.exec(5) and systemd.resource-control(5)
 * read it, and the file with its variables.
 *
 * <p>The program is started by a shell that becomes it, so that it is searched for on the service's own {@code PATH},
 * and so that every word of it stands where systemd's rules for arguments hold.
 *
 * @param fleet whose services they are
 * @param folders that services write to even where the rest of the system is read-only
 */
public record SystemdFormat(String fleet, NodeName node, SystemdFolders folders) implements UnitFormat {
    static final String UNITS = "/etc/systemd/system/";

    private static final String BECOME = "exec \"$0\" \"$@\"";

    private static final String LAST_WORDS = ScriptResource.read(SystemdFormat.class, "last-words.sh")
            .lines()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining("\n"));

    /** What the names of a fleet's units on a node begin with. */
    public static String prefix(String fleet, NodeName node) {
        return "volta-" + doubled(fleet) + "-" + doubled(node.value()) + "-";
    }

    private static String doubled(String name) {
        return name.replace("-", "--");
    }

    String prefix() {
        return prefix(fleet, node);
    }

    /** The name of the unit of a service. */
    String file(String service) {
        return prefix() + service + ".service";
    }

    @Override
    public Definition definition(ServiceUnit unit) {
        return new Definition(List.of(
                new Definition.Program(UNITS + file(unit.name()), text(unit)),
                new Definition.Environment(
                        folders.environmentOf(unit.name()), EnvironmentText.of(unit.environment()))));
    }

    private List<String> writable() {
        return List.of(folders.base(), folders.run(), folders.log());
    }

    /** The unit file. */
    String text(ServiceUnit unit) {
        var text = new StringBuilder();
        text.append("# Written by volta, which puts back what is edited here; yours is 'systemctl edit'.\n");
        if (!unit.revision().isEmpty()) {
            text.append("# Reads ").append(unit.revision()).append('\n');
        }
        text.append("""
                [Unit]
                Description=%s
                After=network.target
                StartLimitIntervalSec=300
                StartLimitBurst=20
                RequiresMountsFor=%s

                [Service]
                Type=exec
                """.formatted(
                        SystemdText.plain(unit.name() + " of the fleet " + fleet),
                        writable().stream().map(SystemdText::quoted).collect(Collectors.joining(" "))));
        text.append("EnvironmentFile=")
                .append(SystemdText.plain(folders.environmentOf(unit.name())))
                .append("\nWorkingDirectory=")
                .append(SystemdText.plain(folders.workOf(unit.name())))
                .append('\n');
        text.append("ExecStart=/bin/sh -c ").append(SystemdText.argument(BECOME));
        unit.argv().forEach(word -> text.append(' ').append(SystemdText.argument(word)));
        text.append("\nExecStopPost=/bin/sh -c ")
                .append(SystemdText.argument(LAST_WORDS))
                .append('\n');
        text.append("StandardOutput=append:")
                .append(SystemdText.plain(folders.logOf(unit.name())))
                .append('\n');
        // Anything but its own end, or being told to stop, is a failure, also a signal that somebody else has sent.
        text.append("""
                StandardError=inherit
                Restart=on-failure
                RestartForceExitStatus=143 SIGTERM SIGINT SIGHUP SIGPIPE
                SuccessExitStatus=143
                RestartSec=1
                KillMode=mixed
                OOMPolicy=kill
                UMask=0077
                """);
        limits(unit.limits(), text);
        // Nothing here keeps a service from reading data, wherever it lies, or from devices and sockets.
        text.append("""
                NoNewPrivileges=yes
                ProtectSystem=full
                ReadWritePaths=%s
                ProtectKernelTunables=yes
                ProtectKernelModules=yes
                ProtectKernelLogs=yes
                ProtectControlGroups=yes
                ProtectHostname=yes
                RestrictSUIDSGID=yes
                LockPersonality=yes
                SystemCallArchitectures=native

                [Install]
                WantedBy=multi-user.target
                """.formatted(writable().stream()
                .map(folder -> SystemdText.quoted("-" + folder))
                .collect(Collectors.joining(" "))));
        return text.toString();
    }

    private static void limits(Limits limits, StringBuilder text) {
        text.append("MemoryAccounting=yes\n");
        limits.memory()
                .ifPresent(memory ->
                        text.append("MemoryMax=").append(memory.bytes()).append("\nMemorySwapMax=0\n"));
        limits.cpus()
                .ifPresent(cpus -> text.append("CPUQuota=")
                        .append(cpus.multiply(BigDecimal.valueOf(100))
                                .stripTrailingZeros()
                                .toPlainString())
                        .append("%\n"));
    }
}
