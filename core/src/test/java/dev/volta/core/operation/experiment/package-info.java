/** Tests of experiments as commands order them. */
@NullMarked
package dev.volta.core.operation.experiment;

import org.jspecify.annotations.NullMarked;
