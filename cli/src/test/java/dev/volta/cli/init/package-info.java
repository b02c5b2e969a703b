@NullMarked
package dev.volta.cli.init;

import org.jspecify.annotations.NullMarked;
