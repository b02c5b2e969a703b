/** {@code volta drop-caches}. */
@NullMarked
package dev.volta.cli.caches;

import org.jspecify.annotations.NullMarked;
