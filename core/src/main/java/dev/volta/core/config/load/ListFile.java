package dev.volta.core.config.load;

import dev.volta.core.config.Origin;
import dev.volta.core.config.yaml.SourceText;
import java.util.ArrayList;
import java.util.List;

/** A file with one thing per line; {@code #} begins a comment, empty lines do not count. */
final class ListFile {
    /** What a line says, without comment and blanks around it, and where it begins. */
    record Line(String text, Origin.InFile origin) {}

    private ListFile() {}

    static List<Line> lines(SourceText source) {
        var lines = new ArrayList<Line>();
        int number = 0;
        for (var raw : source.text().lines().toList()) {
            number++;
            int comment = raw.indexOf('#');
            var said = comment < 0 ? raw : raw.substring(0, comment);
            if (!said.isBlank()) {
                int column = 1 + said.length() - said.stripLeading().length();
                lines.add(new Line(said.strip(), new Origin.InFile(source.file(), number, column)));
            }
        }
        return lines;
    }
}
