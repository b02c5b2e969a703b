@NullMarked
package dev.volta.core.keeper.client;

import org.jspecify.annotations.NullMarked;
