@NullMarked
package dev.volta.cli.common;

import org.jspecify.annotations.NullMarked;
