/**
 * What all commands on nodes share: which nodes, how to reach them, how to ask for secrets, how outcomes are reported.
 */
@NullMarked
package dev.volta.cli.fleet;

import org.jspecify.annotations.NullMarked;
