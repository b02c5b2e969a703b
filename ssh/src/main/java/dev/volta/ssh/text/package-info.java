/** How OpenSSH divides its text files into lines. */
@NullMarked
package dev.volta.ssh.text;

import org.jspecify.annotations.NullMarked;
