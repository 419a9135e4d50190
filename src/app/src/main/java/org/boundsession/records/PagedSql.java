package org.boundsession.records;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Appends the paging clause of the SQL standard to a SELECT; its parameters are the offset and then the limit. */
final class PagedSql {
    // On a separate line, so that a comment at the end of the SELECT does not include it.
    private static final String CLAUSE = "\nOFFSET ? ROWS FETCH NEXT ? ROWS ONLY";

    // A quoted text is one token, because semicolons and comment marks in it have no meaning.
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

    /** Cuts at the first semicolon that is followed by semicolons, whitespace and comments only. */
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
