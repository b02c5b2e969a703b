/**
 * Keeps a service running on a node. The plain supervisor needs nothing on the node but a POSIX shell and
 * {@code setsid}: one watcher per service restarts it when it fails, and later commands find it by the service's
 * folder. Where systemd is process 1 and Volta is root, services are systemd units. Both enforce limits by cgroups, and
 * {@link dev.volta.core.supervisor.Enforcement} says beforehand whether a node can do that.
 */
@NullMarked
package dev.volta.core.supervisor;

import org.jspecify.annotations.NullMarked;
