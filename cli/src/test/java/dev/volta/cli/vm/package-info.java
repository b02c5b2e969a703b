@NullMarked
package dev.volta.cli.vm;

import org.jspecify.annotations.NullMarked;
