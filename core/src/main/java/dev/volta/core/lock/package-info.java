/** One command at a time changes a fleet: a lock on one of its nodes, which therefore binds every operator. */
@NullMarked
package dev.volta.core.lock;

import org.jspecify.annotations.NullMarked;
