@NullMarked
package dev.volta.core.launcher.cgroup;

import org.jspecify.annotations.NullMarked;
