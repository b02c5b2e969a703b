@NullMarked
package dev.volta.core.keeper.wire;

import org.jspecify.annotations.NullMarked;
