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
 * The versioned SQL migration scripts of one database product. A node runs them if it has the privileges; otherwise
 * Flyway or an admin does. Their statements are idempotent.
 */
final class SchemaScripts {

    /** The file at index 0 creates layout 1. Released files are never edited. */
    private static final List<String> FILES =
            List.of("V1__create_bound_session.sql", "V2__seal_bound_session.sql", "V3__mark_ended_sessions.sql");

    /** The layout that this version reads and writes. */
    static final int LAYOUT = FILES.size();

    private static final List<String> PRODUCTS = List.of("h2", "postgresql", "mariadb");

    private static final String LIMITS = "limits_of_changes.sql";

    private final String product;

    private SchemaScripts(String product) {
        this.product = product;
    }

    /** @throws SchemaException if the database product is not supported */
    static SchemaScripts of(String productName) {
        String product = productName.toLowerCase(Locale.ROOT);
        if (!PRODUCTS.contains(product)) {
            throw new SchemaException("expected H2, PostgreSQL or MariaDB, but the database is " + productName);
        }
        return new SchemaScripts(product);
    }

    /** Returns the statements that upgrade from the given layout to {@link #LAYOUT}, without trailing semicolons. */
    List<String> statementsFrom(int layout) {
        return statements(FILES.subList(layout, LAYOUT).stream().map(this::read).collect(Collectors.joining()));
    }

    private static List<String> statements(String withoutComments) {
        return Arrays.stream(withoutComments.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /** Returns the statements that allow a change of the table more time, in its transaction; none for most products. */
    List<String> limitsOfChanges() {
        return SchemaScripts.class.getResource(product + "/" + LIMITS) == null ? List.of() : statements(read(LIMITS));
    }

    /** Returns the same statements as a script that an admin can run. */
    String textFrom(int layout) {
        return String.join(";\n", statementsFrom(layout)) + ";";
    }

    /** Returns the query for the time of the database, in epoch seconds with a fraction. */
    String clock() {
        return read("clock.sql").strip();
    }

    /** Returns the text of a file, without its comments. */
    private String read(String file) {
        try (InputStream in = SchemaScripts.class.getResourceAsStream(product + "/" + file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not packaged for " + product);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*\\R", "");
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
