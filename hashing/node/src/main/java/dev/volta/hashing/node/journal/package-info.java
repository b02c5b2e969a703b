/**
 * The controller's files about a job, which hold its whole state: nothing that grows with the number of files is held
 * in memory, and a controller that was killed continues from these files alone. They are written with plain writes,
 * which outlive a killed process in the page cache; checksums detect what a power cut damaged.
 */
@NullMarked
package dev.volta.hashing.node.journal;

import org.jspecify.annotations.NullMarked;
