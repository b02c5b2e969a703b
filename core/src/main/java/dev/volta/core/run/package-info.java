/** Carries out the steps of plans on their nodes, and work on several threads to its end. */
@NullMarked
package dev.volta.core.run;

import org.jspecify.annotations.NullMarked;
