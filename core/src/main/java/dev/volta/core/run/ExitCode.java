package dev.volta.core.run;

/** What the process returns. Scripts rely on these numbers: they are documented and do not change. */
public enum ExitCode {
    OK(0, "done"),
    FAILED(1, "the run failed, or a part of it"),
    USAGE(2, "wrong options or arguments"),
    LOCK_HELD(75, "another command is changing or measuring the fleet; nothing was touched"),
    LOCK_LOST(76, "the lock of the fleet was lost; steps that had begun were ended, and no other was begun"),
    CONFIGURATION(78, "a configuration file or the installation is wrong; nothing was touched"),
    INTERRUPTED(130, "interrupted; everything that was started only for the command was stopped");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}
