@NullMarked
package dev.volta.hashing.workload;

import org.jspecify.annotations.NullMarked;
