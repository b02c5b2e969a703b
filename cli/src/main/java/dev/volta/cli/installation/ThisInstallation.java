package dev.volta.cli.installation;

import dev.volta.cli.common.BuildInfo;
import dev.volta.cli.common.Installation;
import dev.volta.cli.common.Modules;
import dev.volta.cli.keeper.KeeperFiles;
import dev.volta.core.deploy.FamilySource;
import dev.volta.core.deploy.Supervisors;
import dev.volta.core.doctor.DoctorCheck;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperProgram;
import dev.volta.core.operation.Installed;
import dev.volta.core.report.VoltaVersion;
import dev.volta.core.vm.image.ImageStore;
import dev.volta.core.vm.image.Recipe;
import dev.volta.core.workload.WorkDriver;
import java.nio.file.Path;
import java.util.List;

/** The installation that this program belongs to. */
public final class ThisInstallation implements Installed {
    private final Modules modules;

    public ThisInstallation(Modules modules) {
        this.modules = modules;
    }

    @Override
    public VoltaVersion version() {
        return BuildInfo.load().toRecord();
    }

    @Override
    public List<FamilySource> families() {
        return modules.families();
    }

    @Override
    public Path nodeJars() {
        return modules.nodeJars().toAbsolutePath();
    }

    @Override
    public Path javaHome() {
        return Installation.javaHome();
    }

    @Override
    public ImageStore images() {
        return new ImageStore(Installation.images(), new Recipe(Installation.imageRecipe()));
    }

    @Override
    public KeeperProgram keeper(KeeperPlace place) {
        return KeeperFiles.program(place);
    }

    @Override
    public Supervisors supervisors() {
        return modules.supervisors();
    }

    @Override
    public List<DoctorCheck> doctorChecks() {
        return modules.doctorChecks();
    }

    @Override
    public List<WorkDriver> drivers() {
        return modules.drivers();
    }
}
