/**
 * What the controller keeps on disk about a job. It is the job: nothing that grows with the number of files is held in
 * memory, and a controller that was killed finds its place again from these files alone. They are written with plain
 * writes, which outlive a killed process in the page cache; checksums tell whatever a power cut tore.
 */
@NullMarked
package dev.volta.hashing.node.journal;

import org.jspecify.annotations.NullMarked;
