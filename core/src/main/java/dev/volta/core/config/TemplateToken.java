package dev.volta.core.config;

import java.util.ArrayList;
import java.util.List;

/** A piece of a text with {@code ${variables}} in it; {@code $$} is a dollar sign. */
public sealed interface TemplateToken {
    record Text(String text) implements TemplateToken {}

    record Variable(String name) implements TemplateToken {}

    /**
     * The tokens of {@code source} in their order, no two texts in a row.
     *
     * @throws IllegalArgumentException if a variable is not closed or has no name
     */
    static List<TemplateToken> split(String source) {
        var tokens = new ArrayList<TemplateToken>();
        var text = new StringBuilder();
        int at = 0;
        while (at < source.length()) {
            if (source.startsWith("$$", at)) {
                text.append('$');
                at += 2;
            } else if (source.startsWith("${", at)) {
                int end = source.indexOf('}', at);
                if (end <= at + 2) {
                    throw BadValueException.expected( // without the text: it may be a secret
                            "a '${' has no '}' or no name", "${NAME}, or $$ for $");
                }
                if (!text.isEmpty()) {
                    tokens.add(new Text(text.toString()));
                    text.setLength(0);
                }
                tokens.add(new Variable(source.substring(at + 2, end)));
                at = end + 1;
            } else {
                text.append(source.charAt(at++));
            }
        }
        if (!text.isEmpty()) {
            tokens.add(new Text(text.toString()));
        }
        return tokens;
    }
}
