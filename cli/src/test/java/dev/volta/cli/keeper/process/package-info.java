@NullMarked
package dev.volta.cli.keeper.process;

import org.jspecify.annotations.NullMarked;
