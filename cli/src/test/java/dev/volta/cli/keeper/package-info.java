@NullMarked
package dev.volta.cli.keeper;

import org.jspecify.annotations.NullMarked;
