/**
 * Keeping a service running on a node. The plain supervisor needs nothing on the node but a POSIX shell and
 * {@code setsid}: one watcher per service restarts it when it fails, and whoever asks later finds it again in the
 * service's folder.
 */
@NullMarked
package dev.volta.core.supervisor;

import org.jspecify.annotations.NullMarked;
