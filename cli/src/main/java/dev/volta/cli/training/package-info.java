/**
 * Runs what the start-up caches are made of. These classes are in a jar of their own, {@code volta-training.jar}, which the
 * launcher runs once after a build; no other code uses them, and the product works without that jar. It stands on the class
 * path of {@code volta.jar} all the same, because the JVM takes a cache only on the class path that it was made with.
 */
@NullMarked
package dev.volta.cli.training;

import org.jspecify.annotations.NullMarked;
