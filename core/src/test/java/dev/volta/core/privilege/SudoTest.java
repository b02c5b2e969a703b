package dev.volta.core.privilege;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a sudo that does not run a command; it says here what the real one says. */
class SudoTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void nobodyIsRoot() throws IOException {
        program("id", "echo 1000");
    }

    private void program(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private Privilege look(Optional<String> password) throws InterruptedException {
        try (var node = new WithPrograms()) {
            return new Sudo(() -> password).on(node);
        }
    }

    private void assertRefused(Optional<String> password, String message) {
        assertThatThrownBy(() -> look(password))
                .isInstanceOf(RemoteException.class)
                .hasMessageEndingWith(message);
    }

    @Test
    void usesASudoThatAsksForNothing() throws Exception {
        program("sudo", "exit 0");
        assertThat(look(Optional.empty())).isEqualTo(new Privilege.SudoUnasked());
    }

    @Test
    void aPasswordThatNobodyCanBeAskedForIsToldInSudosWords() throws Exception {
        program("sudo", "echo 'sudo: a password is required' >&2; exit 1");
        assertRefused(
                Optional.empty(),
                "sudo says 'a password is required', and there is no terminal to ask for a password on; allow the user"
                        + " NOPASSWD: ALL, or run this on a terminal");
        assertThatThrownBy(() -> look(Optional.of("tiger")))
                .hasMessageContaining("sudo refuses: 'a password is required'");
    }

    @Test
    void namesWhatRunsWithoutAPasswordWhereOtherCommandsDo() throws Exception {
        program("sudo", """
                [ "$2" != -l ] || { printf 'User a may run:\\n    (ALL) ALL\\n    (root) NOPASSWD: /bin/ls, /bin/df\\n'; exit 0; }
                echo 'sudo: a password is required' >&2
                exit 1""");
        assertRefused(
                Optional.empty(),
                "sudo says 'a password is required', and there is no terminal to ask for a password on; without a password"
                        + " it runs only /bin/ls, /bin/df; allow the user NOPASSWD: ALL, or run this on a terminal");
    }

    @Test
    void requirettyIsToldAsSuchAndNoPasswordIsAskedFor() throws Exception {
        program("sudo", "echo 'sudo: sorry, you must have a tty to run sudo' >&2; exit 1");
        assertRefused(
                Optional.of("tiger"),
                "sudo refuses: 'you must have a tty to run sudo'; its requiretty asks for a terminal, which commands here"
                        + " have not; write 'Defaults:USER !requiretty' in sudoers there");
    }

    @Test
    void aUserWhoIsNotInSudoersIsToldWhateverFollows() throws Exception {
        program("sudo", """
                [ "$1" != -n ] || { echo 'sudo: a password is required' >&2; exit 1; }
                echo 'alice is not in the sudoers file.' >&2
                echo 'This incident has been reported to the administrator.' >&2
                exit 1""");
        assertRefused(
                Optional.of("tiger"),
                "sudo refuses: 'alice is not in the sudoers file.'; add the user to sudoers there, or log in as root");
    }

    @Test
    void aCommandThatIsNotAllowedIsToldWithoutTheScriptBehindIt() throws Exception {
        program("sudo", """
                [ "$1" != -n ] || { echo 'sudo: a password is required' >&2; exit 1; }
                printf '%s' "Sorry, user alice is not allowed to execute '/usr/bin/sh -c while x; done" >&2
                echo " sh true' as root on lab." >&2
                exit 1""");
        assertRefused(
                Optional.of("tiger"),
                "sudo refuses: 'Sorry, user alice is not allowed to execute '/usr/bin/sh …' as root on lab.'; sudoers there"
                        + " allows the user other commands alone; allow ALL, or log in as root");
    }

    @Test
    void aWrongPasswordIsToldPlainly() throws Exception {
        program("sudo", """
                [ "$1" != -n ] || { echo 'sudo: a password is required' >&2; exit 1; }
                printf 'Sorry, try again.\\nsudo: no password was provided\\nsudo: 1 incorrect password attempt\\n' >&2
                exit 1""");
        assertRefused(Optional.of("lion"), "sudo refuses: the password is wrong");
    }

    @Test
    void whatSudoSaysElseIsGivenAsItIs() throws Exception {
        program("sudo", "echo 'sudo: /etc/sudoers is world writable' >&2; exit 1");
        assertRefused(
                Optional.of("tiger"),
                "sudo refuses: '/etc/sudoers is world writable'; look at sudoers there, or log in as root");
    }

    /** This machine with the test's programs before its own. */
    private final class WithPrograms extends ForwardingRemote {
        WithPrograms() {
            super(new LocalRemote(new NodeName("here")));
        }

        @Override
        public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
            var argv = new ArrayList<>(List.of("env", "PATH=" + folder + ":/usr/bin:/bin"));
            argv.addAll(command.argv());
            return super.run(command.withArgv(argv), sink);
        }
    }
}
