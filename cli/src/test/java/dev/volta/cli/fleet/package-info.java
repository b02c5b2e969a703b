@NullMarked
package dev.volta.cli.fleet;

import org.jspecify.annotations.NullMarked;
