@NullMarked
package dev.volta.core.experiment;

import org.jspecify.annotations.NullMarked;
