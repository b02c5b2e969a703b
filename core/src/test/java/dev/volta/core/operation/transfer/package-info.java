/** Tests of files that go to many nodes, and come from them. */
@NullMarked
package dev.volta.core.operation.transfer;

import org.jspecify.annotations.NullMarked;
