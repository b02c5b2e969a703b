/**
 * One cgroup per launch, of version 1 or 2, made and removed outside of what is timed. Where they can be made is decided as
 * the supervisor's {@code cgroup.sh} does for services. They are locked (flock(2)) as long as their launcher lives, so that
 * another one can remove what a killed one left. Hazard: page cache counts to the cgroup that first touched a file.
 */
@NullMarked
package dev.volta.core.launcher.cgroup;

import org.jspecify.annotations.NullMarked;
