@NullMarked
package dev.volta.core.launcher.node;

import org.jspecify.annotations.NullMarked;
