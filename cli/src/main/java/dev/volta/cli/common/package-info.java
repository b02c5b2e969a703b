/** What several commands share: streams, exit codes, options for files, facts about this program. */
@NullMarked
package dev.volta.cli.common;

import org.jspecify.annotations.NullMarked;
