/** The commands about images of virtual machines. */
@NullMarked
package dev.volta.cli.image;

import org.jspecify.annotations.NullMarked;
