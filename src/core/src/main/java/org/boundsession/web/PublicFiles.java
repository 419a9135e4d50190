package org.boundsession.web;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The static files that need no session, as {@code url-pattern}s (Jakarta Servlet 6.0, section 12.2): a path such as
 * {@code /index.html}, a folder such as {@code /assets/*}, or a suffix such as {@code *.css}. A folder stands for the
 * files in it: a path that ends in a slash is public only if it is stated, because some containers answer it with a list
 * of the files. Immutable.
 */
final class PublicFiles {

    /** No file at all. */
    static final PublicFiles NONE = new PublicFiles(Set.of());

    private static final String ANY = "*";
    private static final String PARENT = "/..";

    private final Set<String> paths;
    private final Set<String> folders;
    private final Set<String> suffixes;

    private PublicFiles(Set<String> patterns) {
        Predicate<String> isSuffix = pattern -> pattern.startsWith("*.");
        Predicate<String> isFolder = pattern -> pattern.endsWith("/*");
        paths = select(patterns, isSuffix.or(isFolder).negate());
        folders = select(patterns, isFolder);
        suffixes = select(patterns, isSuffix);
    }

    private static Set<String> select(Set<String> patterns, Predicate<String> kind) {
        return patterns.stream()
                .filter(kind)
                .map(pattern -> pattern.replace(ANY, ""))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * @param parameter the init-parameter that states the list, for the message
     * @param list patterns, separated by whitespace
     * @throws IllegalArgumentException if one of them is not a pattern
     */
    static PublicFiles of(String parameter, String list) {
        Set<String> patterns = Arrays.stream(list.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
        for (String pattern : patterns) {
            if (!isPattern(pattern)) {
                throw new IllegalArgumentException(
                        "bound-session." + parameter + ": expected paths such as /index.html,"
                                + " folders such as /assets/* and suffixes such as *.css, separated by whitespace");
            }
        }
        return new PublicFiles(patterns);
    }

    private static boolean isPattern(String word) {
        int star = word.indexOf(ANY);
        boolean suffix =
                word.startsWith("*.") && word.length() > 2 && word.lastIndexOf(ANY) == 0 && !word.contains("/");
        boolean folder = word.startsWith("/") && word.endsWith("/*") && star == word.length() - 1;
        return suffix || folder || (word.startsWith("/") && star < 0);
    }

    /** @param path the path as the container has normalized it */
    boolean contains(String path) {
        return paths.contains(path)
                || suffixes.stream().anyMatch(path::endsWith)
                || (isFile(path) && folders.stream().anyMatch(path::startsWith));
    }

    /** A container may leave a segment {@code ..} in a path if it has a path parameter, as in {@code /a/..;/b}. */
    private static boolean isFile(String path) {
        return !path.endsWith("/") && !path.contains(PARENT);
    }
}
