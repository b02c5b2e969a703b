@NullMarked
package dev.volta.core.launcher;

import org.jspecify.annotations.NullMarked;
