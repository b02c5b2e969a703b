/**
 * Facts about a node that matter for a measurement. One POSIX shell script crosses the
 * {@link dev.volta.core.remote.Remote} interface once per node and prints the kernel's files as they are; they are
 * parsed here, so that the parser can be tested on texts recorded on other architectures. A fact that a node does not
 * report is unavailable with a reason.
 */
@NullMarked
package dev.volta.core.facts;

import org.jspecify.annotations.NullMarked;
