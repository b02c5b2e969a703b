@NullMarked
package dev.volta.cli.hash;

import org.jspecify.annotations.NullMarked;
