@NullMarked
package dev.volta.core.keeper.server;

import org.jspecify.annotations.NullMarked;
