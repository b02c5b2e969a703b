@NullMarked
package dev.volta.cli.transfer;

import org.jspecify.annotations.NullMarked;
