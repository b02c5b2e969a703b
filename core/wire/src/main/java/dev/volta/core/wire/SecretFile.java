package dev.volta.core.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

/** A file with a secret of this user: nobody else can have written it, or read it. */
public final class SecretFile {
    private static final String ATTRIBUTES = "unix:uid,mode,isRegularFile";
    private static final int OTHERS = 077;
    private static final int PERMISSIONS = 07777;

    private SecretFile() {}

    /**
     * What is in {@code file}.
     *
     * @throws ForeignFileException if it is not this user's alone; the message says whose it is and what to do
     */
    public static String read(Path file) throws IOException {
        var found = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(found.get("isRegularFile"))) {
            throw new ForeignFileException(file + " is no regular file; remove it");
        }
        if (number(found, "uid") != ProcessUser.uid()) {
            throw new ForeignFileException(file + " belongs to uid " + number(found, "uid")
                    + " and not to you; remove it, or set VOLTA_HOME to a folder of yours");
        }
        if ((number(found, "mode") & OTHERS) != 0) {
            throw new ForeignFileException(
                    "%s is open to others, mode %04o; if nobody has changed it, chmod 600 closes it"
                            .formatted(file, number(found, "mode") & PERMISSIONS));
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static int number(Map<String, Object> attributes, String name) {
        return attributes.get(name) instanceof Integer number ? number : -1;
    }
}
