/** What this installation has, for whatever works on fleets. */
@NullMarked
package dev.volta.cli.installation;

import org.jspecify.annotations.NullMarked;
