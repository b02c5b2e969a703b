package dev.volta.core.fleet;

/** Something here is wrong for which no node is to blame; it ends the command at whichever node it comes up. */
public class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
