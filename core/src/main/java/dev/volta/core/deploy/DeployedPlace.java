package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.lock.LockPlace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/**
 * Where services of a fleet were put on a machine, with what it takes to find and to stop them when no description names
 * them any more.
 *
 * @param description the files that described it
 * @param account who Volta was there
 * @param layout the folders there
 * @param supervisorKind who kept services running there
 * @param services that were there or were about to be started, in the order of their names
 * @param since when the first of them was put there
 * @param lock of the fleet then
 */
public record DeployedPlace(
        List<Path> description,
        MachineAddress address,
        LoginInfo account,
        NodeLayout layout,
        SupervisorKind supervisorKind,
        List<String> services,
        Instant since,
        LockPlace lock) {
    public DeployedPlace {
        description = List.copyOf(description);
        services = List.copyOf(new TreeSet<>(services));
        account = new LoginInfo(account.user(), account.uid(), account.home(), account.bootId(), account.systemd());
    }

    /** Where services lie on a node that was seen. */
    public static DeployedPlace of(
            List<Path> description,
            MachineAddress address,
            ObservedNode view,
            List<String> services,
            Instant since,
            LockPlace lock) {
        return new DeployedPlace(
                description, address, view.account(), view.layout(), view.supervisorKind(), services, since, lock);
    }

    /** By what the services are known on the machine. */
    String scope() {
        return supervisorKind.scope(address.node(), layout);
    }

    /** What the same services have in common, and few others. */
    String key() {
        return account.uid() + " " + scope();
    }

    /** Whether the services of {@code other} are the same: it is the same machine, and what knows them there is the same. */
    public boolean isAt(DeployedPlace other) {
        return account.uid() == other.account.uid()
                && scope().equals(other.scope())
                && (account.bootId().equals(other.account.bootId()) || address.isMachineOf(other.address));
    }

    /**
     * Whether {@code described} has the services of this place. A machine that was looked at is told by its boot id, others by
     * their address and host keys.
     */
    public boolean isIn(DescribedPlace described) {
        var seen = described.view();
        if (seen.isPresent() && seen.get().account().bootId().equals(account.bootId())) {
            return isSeenIn(seen.get());
        }
        if (!address.isMachineOf(described.address())) {
            return false;
        }
        return seen.isPresent() ? isSeenIn(seen.get()) : wouldBeIn(described);
    }

    /** Whether these are the services that {@code view} shows, if it is of the same machine. */
    public boolean isSeenIn(ObservedNode view) {
        return account.uid() == view.account().uid() && scope().equals(view.scope());
    }

    /** Whether these are the services that {@code kind} knows on {@code node}, as far as can be told before it has looked. */
    boolean isKeptBy(SupervisorKind kind, NodeName node, LoginInfo login, NodeLayout there) {
        return supervisorKind.name().equals(kind.name())
                && account.uid() == login.uid()
                && scope().equals(kind.scope(node, there))
                && (account.bootId().equals(login.bootId()) || address.node().equals(node));
    }

    /** Whether these would be the services of {@code described}, if it is the same machine with the same account. */
    public boolean wouldBeIn(DescribedPlace described) {
        var node = described.address().node();
        var there = NodeLayout.of(described.paths(), node, account, described.fleet());
        return address.user().equals(described.address().user()) && scope().equals(supervisorKind.scope(node, there));
    }

    /** The same services, known at another address now. */
    public DeployedPlace movedTo(MachineAddress other) {
        return new DeployedPlace(description, other, account, layout, supervisorKind, services, since, lock);
    }

    DeployedPlace since(Instant earlier) {
        return new DeployedPlace(description, address, account, layout, supervisorKind, services, earlier, lock);
    }

    /** The node as it was described, with the folders that it had. */
    public Node node() {
        return address.toNode(layout.paths());
    }
}
