package dev.volta.core.workload.command;

import dev.volta.core.deploy.FamilySource;
import dev.volta.core.deploy.InstalledFamily;
import dev.volta.core.launcher.LauncherProgram;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.service.SocketStar;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The launchers of a fleet: only their program is put on nodes, and the work starts it. */
final class LauncherFamily implements InstalledFamily, FamilySource {
    static final ServiceKind LAUNCHER = new Launcher();

    private record Launcher() implements ServiceKind {
        @Override
        public String name() {
            return "launcher";
        }

        @Override
        public String jar() {
            return LauncherProgram.JAR;
        }

        @Override
        public boolean isStartedByWork() {
            return true;
        }
    }

    @Override
    public List<ServiceKind> kinds() {
        return List.of(LAUNCHER);
    }

    @Override
    public List<PlannedUnit> units(Site site) {
        return List.of();
    }

    @Override
    public Optional<SocketStar> sockets(Site site) {
        return Optional.empty();
    }

    @Override
    public InstalledFamily in(Path state, boolean looks) {
        return this;
    }
}
