package dev.volta.core.supervisor;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Has systemd, as process 1 of a node, keep the services of one fleet running, and start them again when the node has
 * booted. It needs to be root there.
 *
 * <p>A unit is called {@code volta-<fleet>-<node>-<name>.service}. Dashes in the first two names are doubled, so that no
 * two fleets or nodes of one machine come to the same name: that of a service never begins with one. Its folders are
 * described to systemd-tmpfiles(8) as they are, since that of sockets is gone after a boot; those that are missing are made
 * for their owner alone.
 */
public final class SystemdSupervisor implements Supervisor {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(60);
    private static final String UNITS = "/etc/systemd/system/";

    /** Shell functions that the scripts below begin with. */
    private static final String PRELUDE = """
            LC_ALL=C; export LC_ALL
            property() { systemctl show --property="$2" "$1" | sed "s/^$2=//"; }
            unit=$1
            """;

    private final Remote remote;
    private final Folders folders;
    private final String prefix;
    private final SystemdUnit units;

    /**
     * Where services of a fleet find their places on a node, absolute.
     *
     * @param base what they keep
     * @param run sockets
     * @param log their output
     */
    public record Folders(String base, String run, String log) {}

    public SystemdSupervisor(Remote remote, String fleet, Folders folders) {
        this.remote = remote;
        this.folders = folders;
        this.prefix = "volta-" + doubled(fleet) + "-" + doubled(remote.node().value()) + "-";
        this.units = new SystemdUnit(fleet, List.of(folders.base(), folders.run(), folders.log()), folders.log());
    }

    private static String doubled(String name) {
        return name.replace("-", "--");
    }

    @Override
    public String definition(ServiceUnit unit) {
        return units.text(unit);
    }

    @Override
    public String definitionFile(String service) {
        return UNITS + file(service);
    }

    @Override
    public void start(ServiceUnit unit) throws InterruptedException {
        var script = PRELUDE + """
                case $(property "$unit" ActiveState) in active | activating | reloading) exit 0 ;; esac
                file=$4$unit
                umask 022
                mkdir -p /etc/tmpfiles.d && : >"$3.new" || exit 1
                place() { # place FOLDER QUOTED
                    [ -d "$1" ] || (umask 077 && mkdir -p -- "$1") || exit 1
                    echo "d $2 0$(stat -c '%a %U %G' -- "$1") -" >>"$3.new"
                }
                place "$5" "$6" "$3" && place "$7" "$8" "$3" && place "$9" "${10}" "$3" && mv "$3.new" "$3" || exit 1
                printf %s "$2" >"$file.new" && mv "$file.new" "$file" || exit 1
                systemctl --no-reload --quiet enable "$unit" && systemctl daemon-reload || exit 1
                systemctl reset-failed "$unit" 2>/dev/null
                exec systemctl start "$unit"
                """;
        var parameters = new ArrayList<>(List.of(file(unit.name()), definition(unit), tmpfiles(), UNITS));
        for (var folder : List.of(folders.run(), folders.log(), folders.base())) {
            parameters.add(folder);
            parameters.add(SystemdText.quoted(folder));
        }
        run(script, ROUND_TRIP, parameters.toArray(String[]::new));
    }

    @Override
    public void stop(String service, Duration patience) throws InterruptedException {
        var script = PRELUDE + """
                systemctl --no-reload --quiet disable "$unit" 2>/dev/null
                case $(property "$unit" ActiveState) in inactive | failed) exit 0 ;; esac
                await() { # await SECONDS
                    end=$(($(date +%s) + $1))
                    while :; do
                        case $(property "$unit" ActiveState) in inactive | failed) return 0 ;; esac
                        [ "$(date +%s)" -lt "$end" ] || return 1
                        sleep 0.05
                    done
                }
                systemctl stop --no-block "$unit" || exit 1
                await "$2" && exit 0
                systemctl kill --signal=KILL "$unit"
                await 10 || { echo "$unit does not end" >&2; exit 1; }
                """;
        var seconds = Math.ceilDiv(patience.toMillis(), 1000);
        run(script, ROUND_TRIP.plus(patience), file(service), Long.toString(seconds));
    }

    @Override
    public void remove(String service) throws InterruptedException {
        var script = PRELUDE + """
                case $(property "$unit" ActiveState) in
                inactive | failed) ;;
                *) echo "$unit is still running" >&2; exit 1 ;;
                esac
                systemctl --no-reload --quiet disable "$unit" 2>/dev/null
                rm -f -- "$4$unit" && systemctl daemon-reload || exit 1
                systemctl reset-failed "$unit" 2>/dev/null
                for other in "$4$2"[!-]*.service; do
                    [ ! -f "$other" ] || exit 0
                done
                rm -f -- "$3"
                """;
        run(script, ROUND_TRIP, file(service), prefix, tmpfiles(), UNITS);
    }

    /** Units are found by their files, and those whose file was removed by what systemd has loaded. */
    @Override
    public Map<String, ServiceStatus> services() throws InterruptedException {
        var script = """
                LC_ALL=C; export LC_ALL
                read -r now rest </proc/uptime
                echo "now=$now"
                all=$(
                    {
                        for file in "$2$1"[!-]*.service; do [ ! -f "$file" ] || echo "${file##*/}"; done
                        systemctl list-units --all --plain --no-legend "$1[!-]*.service" | awk '{ print $1 }'
                    } | sort -u
                )
                for unit in $all; do
                    echo
                    [ ! -f "$2$unit" ] || sha256sum <"$2$unit" | sed 's/^/sum=/; s/ .*//'
                    systemctl show "$unit" --property=Id,ActiveState,MainPID,NRestarts,Result \\
                        --property=ExecMainStartTimestampMonotonic,ExecMainCode,ExecMainStatus,MemoryCurrent
                done
                """;
        var answer = remote.run(Command.script(script, prefix, UNITS).withTimeout(ROUND_TRIP))
                .require()
                .out();
        var blocks = answer.split("\n\n", -1);
        var now = Double.parseDouble(fields(blocks[0]).getOrDefault("now", "0"));
        var services = new LinkedHashMap<String, ServiceStatus>();
        for (int i = 1; i < blocks.length; i++) {
            var fields = fields(blocks[i]);
            var id = fields.getOrDefault("Id", "");
            if (!id.startsWith(prefix) || !id.endsWith(".service")) {
                throw new RemoteException(remote.node(), "unexpected unit '" + blocks[i] + "'");
            }
            var name = id.substring(prefix.length(), id.length() - ".service".length());
            services.put(name, new SystemdStatus(fields, now).of(name));
        }
        return services;
    }

    private static Map<String, String> fields(String block) {
        var fields = new LinkedHashMap<String, String>();
        block.lines().filter(line -> line.contains("=")).forEach(line -> {
            int equals = line.indexOf('=');
            fields.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return fields;
    }

    @Override
    public ExitStatus log(String service, int lines, boolean follow, OutputSink sink) throws InterruptedException {
        var script = """
                [ -f "$1" ] || { echo "there is no such service" >&2; exit 1; }
                exec tail -n "$2" $3 -- "$1"
                """;
        var command = Command.script(script, units.log(service), Integer.toString(lines), follow ? "-F" : "-q");
        return remote.run(follow ? command : command.withTimeout(ROUND_TRIP), sink);
    }

    private String file(String service) {
        return prefix + service + ".service";
    }

    private String tmpfiles() {
        return "/etc/tmpfiles.d/" + prefix.substring(0, prefix.length() - 1) + ".conf";
    }

    private void run(String script, Duration limit, String... parameters) throws InterruptedException {
        remote.run(Command.script(script, parameters).withTimeout(limit)).require();
    }
}
