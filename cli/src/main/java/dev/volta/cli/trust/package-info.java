/** {@code volta trust}: the one place where host keys become trusted. */
@NullMarked
package dev.volta.cli.trust;

import org.jspecify.annotations.NullMarked;
