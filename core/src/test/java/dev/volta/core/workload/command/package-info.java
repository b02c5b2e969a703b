@NullMarked
package dev.volta.core.workload.command;

import org.jspecify.annotations.NullMarked;
