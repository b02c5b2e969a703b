/**
 * What streams of bytes between two processes have in common, whatever carries them: a Unix socket that leads to one, the
 * copying between the two, and the credit by which a slow reader holds up its own stream alone.
 */
@NullMarked
package dev.volta.core.stream;

import org.jspecify.annotations.NullMarked;
