/**
 * Runs the commands from which the start-up caches are made. These classes are in a jar of their own,
 * {@code volta-training.jar}, which the launcher runs once after a build; no other code uses them, and the product
 * works without that jar. The jar is on the class path of {@code volta.jar} nevertheless, because the JVM uses a cache
 * only with the class path that it was made with.
 */
@NullMarked
package dev.volta.cli.training;

import org.jspecify.annotations.NullMarked;
