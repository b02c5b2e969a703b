@NullMarked
package dev.volta.cli.trust;

import org.jspecify.annotations.NullMarked;
