/** Tests of what deploys a fleet. */
@NullMarked
package dev.volta.cli.deploy;

import org.jspecify.annotations.NullMarked;
