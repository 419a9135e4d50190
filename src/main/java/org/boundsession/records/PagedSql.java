package org.boundsession.records;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Adds the standard's paging clause to a SELECT; its parameters are the offset and then the limit. */
final class PagedSql {
    // On a line of its own, so that a comment at the end of the SELECT does not swallow it.
    private static final String CLAUSE = "\nOFFSET ? ROWS FETCH NEXT ? ROWS ONLY";

    // Quoted text is one token: neither a semicolon nor a comment's mark means anything in it.
    private static final Pattern TOKEN = Pattern.compile("(?<quoted>'[^']*+'|\"[^\"]*+\"|`[^`]*+`)"
            + "|(?<blank>--[^\\n]*+|/\\*(?s:.*?)\\*/|\\s++)"
            + "|(?<semicolon>;)"
            + "|(?s:.)");

    private PagedSql() {}

    static String of(String sql) {
        String select = withoutTrailingSemicolons(sql);
        if (select.isBlank()) {
            throw new IllegalArgumentException("sql must be a SELECT statement");
        }
        return select.stripTrailing() + CLAUSE;
    }

    /** Cuts at the first semicolon after which nothing but semicolons, blanks and comments follows. */
    private static String withoutTrailingSemicolons(String sql) {
        int cut = -1;
        Matcher token = TOKEN.matcher(sql);
        while (token.find()) {
            if (token.group("blank") != null) {
                continue;
            }
            if (token.group("semicolon") == null) {
                cut = -1;
            } else if (cut < 0) {
                cut = token.start();
            }
        }
        return cut < 0 ? sql : sql.substring(0, cut);
    }
}
