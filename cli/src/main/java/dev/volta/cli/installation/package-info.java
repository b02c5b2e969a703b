/** What this installation provides to operations: programs, kinds of work, images. */
@NullMarked
package dev.volta.cli.installation;

import org.jspecify.annotations.NullMarked;
