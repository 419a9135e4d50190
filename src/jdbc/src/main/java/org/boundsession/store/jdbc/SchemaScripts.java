package org.boundsession.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The numbered SQL files of one database product, from which the layout is made: by a node that may, by Flyway, or by hand.
 * Their statements may be repeated.
 */
final class SchemaScripts {

    /** Index 0 leads from no table to layout 1. A file that was released is never edited. */
    private static final List<String> FILES =
            List.of("V1__create_bound_session.sql", "V2__seal_bound_session.sql", "V3__mark_ended_sessions.sql");

    /** The layout that this version reads and writes. */
    static final int LAYOUT = FILES.size();

    private static final List<String> PRODUCTS = List.of("h2", "postgresql", "mariadb");

    private final String product;

    private SchemaScripts(String product) {
        this.product = product;
    }

    /** @throws SchemaException for a product that sessions are not kept in */
    static SchemaScripts of(String productName) {
        String product = productName.toLowerCase(Locale.ROOT);
        if (!PRODUCTS.contains(product)) {
            throw new SchemaException(
                    "bound-session.store=jdbc: expected H2, PostgreSQL or MariaDB, but the database is " + productName,
                    null);
        }
        return new SchemaScripts(product);
    }

    /** The statements that lead from a layout to the present one, without a semicolon at the end. */
    List<String> statementsFrom(int layout) {
        String sql = FILES.subList(layout, LAYOUT).stream().map(this::read).collect(Collectors.joining());
        String withoutComments = sql.replaceAll("(?m)^--.*\\R", "");
        return Arrays.stream(withoutComments.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** The same statements as text, for an admin to run. */
    String textFrom(int layout) {
        return String.join(";\n", statementsFrom(layout)) + ";";
    }

    private String read(String file) {
        try (InputStream in = SchemaScripts.class.getResourceAsStream(product + "/" + file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not packaged for " + product);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
