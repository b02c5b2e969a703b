package dev.volta.core.operation;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Configuration;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.vm.VmLogin;
import dev.volta.core.wire.RuntimeFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fleet as whoever orders an operation names it: what is described, which nodes are chosen, and how they are reached. */
public interface FleetContext {
    /** The description that was named, with the choice of nodes. */
    FleetDescription described();

    /** Whether some file describes a fleet. */
    default boolean isDescribed() {
        return described().files().describeSomething();
    }

    /** What tells the description from others of the same folder. */
    default List<Path> description() {
        return described().files().identity();
    }

    /**
     * The fleet as it is described.
     *
     * @throws dev.volta.core.config.ConfigurationException if no file describes one, or a file is wrong
     */
    default Configuration configuration() {
        return described().configuration();
    }

    /** The fleet as it is described, or this machine alone where no file describes one. */
    default Configuration configurationOrThisMachine() {
        return described().configurationOrThisMachine();
    }

    default Inventory inventory() {
        return configuration().inventory();
    }

    /** The pattern that chooses nodes, if there is one. */
    default Optional<String> limit() {
        return described().limit();
    }

    /** The chosen nodes. */
    default List<Node> select() {
        return described().select(limit());
    }

    /** The chosen nodes for work on services: without a choice all nodes, and the host if a service is placed there. */
    default List<Node> selectForServices() {
        return described().selectForServices();
    }

    /** As {@link #select()}, for what changes nothing: where no fleet is described, this machine. */
    default List<Node> selectOrThisMachine() {
        return described().selectOrThisMachine();
    }

    /**
     * The folder that outlasts operations. Host keys that are trusted and tokens lie there, so one that somebody else made is
     * refused.
     */
    Path state();

    /** How the virtual machines of the fleet are logged in to. */
    default VmLogin machines() {
        return new VmLogin(state());
    }

    FanOut fanOut();

    /**
     * How to reach {@code nodes}, with the log open that everything done there is written to.
     *
     * @param linked whether a node has to listen for this machine, also if it is the only one
     * @throws dev.volta.core.config.ConfigurationException if one of them is not who it is described as
     */
    FleetSession open(List<Node> nodes, boolean linked);

    /** As {@link #open} for an operation that asks no node; nothing is written down of that. */
    FleetSession offline(List<Node> nodes);

    /** Opens the log of what is done about {@code nodes}, with the beginning of this operation written to it. */
    AuditLog audit(List<Node> nodes);

    /** Access over the keeper, whatever was said about that. */
    NodeAccess kept();

    /** The folder of this user's sockets. */
    RuntimeFolder sockets();

    /** Where the keeper of the fleet is found. */
    KeeperPlace keeperPlace();

    /** The links of a fleet with these nodes. */
    LinkHolder links(List<Node> nodes);

    /** Where nodes are, as it is read now. */
    AddressBook addresses();

    /** Pins the host keys of virtual machines, each as a {@code .pub} file has it, so that the first login knows them. */
    void pin(Map<Node, String> keys);

    Installed installed();

    /** What this was ordered with, for others to see. */
    List<String> commandLine();

    /** Takes what was asked for. */
    PrintWriter out();

    /** Takes what goes on, and what goes wrong. */
    PrintWriter err();
}
