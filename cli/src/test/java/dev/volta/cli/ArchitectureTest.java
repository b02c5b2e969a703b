package dev.volta.cli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.volta.core.config.Configuration;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.load.FleetSource;
import dev.volta.core.deploy.Deployment;
import dev.volta.core.deploy.NodeSurvey;
import dev.volta.core.deploy.Rollout;
import dev.volta.core.deploy.Shutdown;
import dev.volta.core.experiment.FleetRun;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.Supervisor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;

/** What code may touch, whichever module it is in. */
@AnalyzeClasses(packages = "dev.volta", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI = noClasses()
            .that()
            .resideOutsideOfPackage("dev.volta.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule ONLY_A_MAIN_CLASS_ENDS_THE_PROCESS = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Main")
            .and()
            .doNotHaveSimpleName("Interruption")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule SSH_LIBRARIES_STAY_IN_THE_SSH_MODULE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.volta.ssh..", "dev.volta.cli.training..") // which has an SSH server
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.sshd..", "com.jcraft.jsch..");

    /** It is in a jar of its own, which only the launcher needs. */
    @ArchTest
    static final ArchRule NOTHING_NEEDS_WHAT_MAKES_THE_START_UP_CACHES = noClasses()
            .that()
            .resideOutsideOfPackage("dev.volta.cli.training..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.volta.cli.training..");

    @ArchTest
    static final ArchRule PROCESSES_ARE_STARTED_BEHIND_THE_PORTS = noClasses()
            .that()
            .resideOutsideOfPackages("dev.volta.core.vm..", "dev.volta.core.remote.local..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ProcessBuilder.class);

    /** What is listed makes folders that are a user's own, of which the umask decides, or says their mode itself. */
    @ArchTest
    static final ArchRule THE_UMASK_DOES_NOT_DECIDE_WHO_CHANGES_WHAT_VOLTA_KEEPS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.volta.hashing.node..") // a service, which has umask 077
            .and()
            .haveNameNotMatching(
                    ".*[.](Fetching|LocalRemote|ServiceLogs|InitCommand|ResultsFolder|KeptOutputs|TrainingFleet|VmFiles)")
            .should()
            .callMethod(Files.class, "createDirectories", Path.class, FileAttribute[].class);

    @ArchTest
    static final ArchRule PLANS_TOUCH_NOTHING = noClasses()
            .that()
            .resideInAPackage("dev.volta.core.plan..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio..", "java.net..")
                    .and(not(equivalentTo(Path.class)))); // a name like any other

    @ArchTest
    static final ArchRule PLANNERS_TOUCH_NO_NODE_AND_NO_FILE = noClasses()
            .that()
            .haveNameMatching("dev[.]volta[.]core[.]deploy[.](Deployment|DesiredState|DesiredUnit|Difference|KeptState"
                    + "|MisplacedUnits|Preflight|Shutdown|StageList)")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Remote.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Files.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(NodeAccess.class);

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_OTHER_MODULE = noClasses()
            .that()
            .resideInAPackage("dev.volta.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.volta.cli..", "dev.volta.ssh..", "dev.volta.hashing..", "dev.volta.telemetry..");

    @ArchTest
    static final ArchRule THE_ENGINE_NEEDS_LITTLE = classes()
            .that()
            .resideInAPackage("dev.volta.hashing.engine..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.volta.hashing.engine..",
                    "java..",
                    "org.jspecify..",
                    "org.apache.commons.codec..",
                    "com.dynatrace.hash4j..");

    @ArchTest
    static final ArchRule NODE_PROGRAMS_STAY_SMALL = noClasses()
            .that()
            .resideInAPackage("dev.volta.hashing.node..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "dev.volta.core..", "com.fasterxml..", "io.grpc..", "org.duckdb..", "org.eclipse.jetty..")
                    .and(resideOutsideOfPackage("dev.volta.core.wire..")));

    @ArchTest
    static final ArchRule THE_WIRE_NEEDS_THE_JDK_ALONE = classes()
            .that()
            .resideInAPackage("dev.volta.core.wire..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.volta.core.wire..", "java..", "jdk..", "org.jspecify..");

    @ArchTest
    static final ArchRule THE_LAUNCHER_NEEDS_THE_WIRE_ALONE = classes()
            .that()
            .resideInAPackage("dev.volta.core.launcher..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.volta.core.launcher..", "dev.volta.core.wire..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule ONE_CLASS_KNOWS_THE_PROMETHEUS_CLIENT = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.volta.hashing.node.metrics.Readings")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.prometheus..");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("dev.volta.(**)").should().beFreeOfCycles();

    /** Each may use those that are listed before it, as far as its line says. */
    @ArchTest
    static final ArchRule LAYERS_USE_THOSE_BELOW = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.volta.core..")
            .layer("wire")
            .definedBy("dev.volta.core.wire..")
            .layer("launcher")
            .definedBy("dev.volta.core.launcher..")
            .layer("config")
            .definedBy("dev.volta.core.config..")
            .layer("fleet")
            .definedBy(
                    "dev.volta.core.audit..",
                    "dev.volta.core.cache..",
                    "dev.volta.core.deploy..",
                    "dev.volta.core.sha256..",
                    "dev.volta.core.fleet..",
                    "dev.volta.core.facts..",
                    "dev.volta.core.link..",
                    "dev.volta.core.lock..",
                    "dev.volta.core.metrics..",
                    "dev.volta.core.plan..",
                    "dev.volta.core.privilege..",
                    "dev.volta.core.remote..",
                    "dev.volta.core.run..",
                    "dev.volta.core.service..",
                    "dev.volta.core.doctor..",
                    "dev.volta.core.stream..",
                    "dev.volta.core.supervisor..",
                    "dev.volta.core.transfer..")
            .layer("vm")
            .definedBy("dev.volta.core.vm..")
            .layer("keeper")
            .definedBy("dev.volta.core.keeper..")
            .layer("experiment")
            .definedBy(
                    "dev.volta.core.experiment..",
                    "dev.volta.core.report..",
                    "dev.volta.core.statistics..",
                    "dev.volta.core.workload..")
            .layer("operation")
            .definedBy("dev.volta.core.operation..")
            .whereLayer("wire")
            .mayNotAccessAnyLayer()
            .whereLayer("launcher")
            .mayOnlyAccessLayers("wire")
            .whereLayer("config")
            .mayOnlyAccessLayers("wire")
            .whereLayer("fleet")
            .mayOnlyAccessLayers("wire", "config")
            .whereLayer("vm")
            .mayOnlyAccessLayers("wire", "config", "fleet")
            .whereLayer("keeper")
            .mayOnlyAccessLayers("wire", "config", "fleet", "vm")
            .whereLayer("experiment")
            .mayOnlyAccessLayers("wire", "launcher", "config", "fleet");

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_NO_KIND_OF_WORK = noClasses()
            .that()
            .resideInAPackage("dev.volta.core..")
            .should()
            .haveSimpleNameContaining("Worker")
            .orShould()
            .haveSimpleNameContaining("Controller")
            .orShould()
            .haveSimpleNameContaining("Digest");

    /** What is composed there leads to nodes; everything else asks operations. */
    @ArchTest
    static final ArchRule COMMANDS_LEAVE_NODES_TO_THE_CORE = noClasses()
            .that()
            .resideInAPackage("dev.volta.cli..")
            .and()
            .areNotAssignableTo(NodeAccess.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Remote.class);

    /** What they hand over is read in core, so that no service and no machine passes the command line on its way. */
    @ArchTest
    static final ArchRule OPTIONS_NAME_A_DESCRIPTION_AND_DO_NOT_READ_IT = noClasses()
            .that()
            .haveNameMatching("dev[.]volta[.]cli[.](common[.]ConfigOptions|fleet[.]FleetOptions"
                    + "|vm[.](MachineOptions|VmUpCommand)|deploy[.]DeployAllCommand|installation[.].*)")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(FleetSource.class, Configuration.class, ServiceSpec.class);

    @ArchTest
    static final ArchRule COMMANDS_PLAN_NOTHING_AND_CARRY_OUT_NOTHING = noClasses()
            .that()
            .resideInAPackage("dev.volta.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.volta.core.plan..", "dev.volta.core.stream..", "dev.volta.core.transfer..")
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(
                    Deployment.class,
                    FleetRun.class,
                    NodeSurvey.class,
                    Rollout.class,
                    Shutdown.class,
                    Supervisor.class);
}
