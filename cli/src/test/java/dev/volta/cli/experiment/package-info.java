@NullMarked
package dev.volta.cli.experiment;

import org.jspecify.annotations.NullMarked;
