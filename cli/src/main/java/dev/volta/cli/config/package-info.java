/** {@code volta config}: looks at configuration files without touching any node. */
@NullMarked
package dev.volta.cli.config;

import org.jspecify.annotations.NullMarked;
