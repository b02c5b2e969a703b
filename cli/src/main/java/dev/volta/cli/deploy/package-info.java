/** {@code volta deploy-all}, {@code stop-all}, {@code start}, {@code stop}, {@code restart}, {@code status}, {@code logs}. */
@NullMarked
package dev.volta.cli.deploy;

import org.jspecify.annotations.NullMarked;
