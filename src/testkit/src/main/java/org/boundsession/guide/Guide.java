package org.boundsession.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the documents for users and the files to copy in them. */
public final class Guide {

    public static final Path README = Path.of("README.md");

    private static final Path DIRECTORY = Path.of("src/docs");
    private static final String BLOCK = "(?ms)^( *)```%s\\n(.*?)^ *```$";

    private Guide() {}

    public static List<Path> documents() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the first code block of that language below a heading, without the indentation of a list. */
    public static String block(String document, String heading, String language) {
        return blocks(document, heading, language).get(0);
    }

    /** Returns all code blocks of that language from a heading on. */
    public static List<String> blocks(String document, String heading, String language) {
        String text = "\n" + read(DIRECTORY.resolve(document));
        int start = text.indexOf("\n" + heading + "\n");
        if (start < 0) {
            throw new IllegalArgumentException(document + " has no heading " + heading);
        }
        return Pattern.compile(BLOCK.formatted(language))
                .matcher(text.substring(start))
                .results()
                .map(block -> block.group(2).replaceAll("(?m)^" + block.group(1), ""))
                .toList();
    }

    /** Returns the text with each first of a pair replaced by the second; the text must contain it. */
    public static String replaced(String text, String... pairs) {
        String changed = text;
        for (int i = 0; i < pairs.length; i += 2) {
            if (!changed.contains(pairs[i])) {
                throw new IllegalArgumentException("The guide does not contain: " + pairs[i]);
            }
            changed = changed.replace(pairs[i], pairs[i + 1]);
        }
        return changed;
    }

    public static String read(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
