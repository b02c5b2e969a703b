@NullMarked
package dev.volta.cli;

import org.jspecify.annotations.NullMarked;
