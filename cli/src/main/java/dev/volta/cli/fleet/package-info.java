/** What all commands on nodes share: which nodes, how to reach them, whom to ask, and how their outcome is told. */
@NullMarked
package dev.volta.cli.fleet;

import org.jspecify.annotations.NullMarked;
