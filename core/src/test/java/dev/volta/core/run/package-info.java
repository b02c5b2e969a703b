@NullMarked
package dev.volta.core.run;

import org.jspecify.annotations.NullMarked;
