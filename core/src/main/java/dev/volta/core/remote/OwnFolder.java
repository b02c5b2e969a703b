package dev.volta.core.remote;

/** Shell functions for scripts that have to know whether another user could have written what lies in a folder. */
public final class OwnFolder {
    /** {@code foreign FOLDER} and {@code foreign_itself FOLDER}, as {@code own-folder.sh} describes them. */
    public static final String FUNCTIONS = ScriptResource.read(OwnFolder.class, "own-folder.sh") + "\n";

    private OwnFolder() {}
}
