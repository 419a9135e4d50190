package org.boundsession.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.boundsession.jdbc.TimedCall;

/**
 * The versioned SQL migration scripts of one database product. A node runs them if it has the privileges; otherwise
 * Flyway or an admin does. Their statements are idempotent.
 */
final class SchemaScripts {

    /** The file at index 0 creates layout 1. Released files are never edited. */
    private static final List<String> UPGRADES = List.of(
            "V1__create_bound_session.sql",
            "V2__seal_bound_session.sql",
            "V3__mark_ended_sessions.sql",
            "V4__list_sessions.sql");

    /** For products that came later: one file creates the present layout. */
    private static final List<String> PRESENT = List.of("V4__create_bound_session.sql");

    /** The layout that this version reads and writes. */
    static final int LAYOUT = UPGRADES.size();

    private static final String STANDARD_LIMIT = "OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY";

    private static final String LIMITS = "limits_of_changes.sql";

    /**
     * @param name how the driver's product name begins
     * @param repeatable whether a node may run the files, also while another one does
     * @param limit the end of a query for a number of rows, in SQL, because not every driver tells the planner its own
     *     limit
     * @param index the hint for an index; MariaDB would otherwise use its first column only, and read all pages before
     *     the one that is wanted
     */
    private record Product(
            String name, String folder, List<String> files, boolean repeatable, String limit, String index) {

        Product(String name, String folder, List<String> files, boolean repeatable) {
            this(name, folder, files, repeatable, STANDARD_LIMIT, "");
        }
    }

    private static final List<Product> PRODUCTS = List.of(
            new Product("H2", "h2", UPGRADES, true),
            new Product("PostgreSQL", "postgresql", UPGRADES, true),
            new Product("MariaDB", "mariadb", UPGRADES, true, STANDARD_LIMIT, " FORCE INDEX (?)"),
            new Product("MySQL", "mysql", PRESENT, true, "LIMIT ?", ""),
            new Product("Oracle", "oracle", PRESENT, false),
            new Product("Microsoft SQL Server", "sqlserver", PRESENT, false),
            new Product("DB2", "db2", PRESENT, false));

    private final Product product;

    private SchemaScripts(Product product) {
        this.product = product;
    }

    static SchemaScripts of(TimedCall call) throws SQLException {
        return of(call.connection().getMetaData().getDatabaseProductName());
    }

    /** @throws SchemaException if the database product is not supported */
    static SchemaScripts of(String productName) {
        return PRODUCTS.stream()
                .filter(product -> productName.startsWith(product.name()))
                .findFirst()
                .map(SchemaScripts::new)
                .orElseThrow(() -> new SchemaException("expected one of "
                        + PRODUCTS.stream().map(Product::name).collect(Collectors.joining(", "))
                        + ", but the database is " + productName));
    }

    /** Returns whether a node may create the table, upgrade it from the given layout and create indexes. */
    boolean mayRunFrom(int layout) {
        return product.repeatable() && (layout == 0 || product.files() == UPGRADES);
    }

    /** Returns the statements that upgrade from the given layout to {@link #LAYOUT}, without trailing semicolons. */
    List<String> statementsFrom(int layout) {
        List<String> files = product.files();
        // Only released layouts can be upgraded.
        int from = files.size() == LAYOUT ? layout : 0;
        return statements(
                files.subList(from, files.size()).stream().map(this::read).collect(Collectors.joining()));
    }

    private static List<String> statements(String withoutComments) {
        return Arrays.stream(withoutComments.split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /**
     * Returns the statements that allow a change of the table more time, in its transaction; none for most products.
     */
    List<String> limitsOfChanges() {
        return SchemaScripts.class.getResource(product.folder() + "/" + LIMITS) == null
                ? List.of()
                : statements(read(LIMITS));
    }

    /** Returns the statements of another file. */
    List<String> statementsOf(String file) {
        return statements(read(file));
    }

    /** Returns the same statements as a script that an admin can run. */
    String textFrom(int layout) {
        return String.join(";\n", statementsFrom(layout)) + ";";
    }

    /** Returns the query for the time of the database, in epoch seconds with a fraction. */
    String clock() {
        return read("clock.sql").strip();
    }

    /** Returns the table of a query that is to use an index, with a hint if the database needs one. */
    String tableBy(String index) {
        return "bound_session" + product.index().replace("?", index);
    }

    /**
     * Returns the end of a query that returns at most so many rows, which the database's planner takes into account.
     */
    String limit(int rows) {
        return product.limit().replace("?", Integer.toString(rows));
    }

    /** Returns the text of a file, without its comments. */
    private String read(String file) {
        try (InputStream in = SchemaScripts.class.getResourceAsStream(product.folder() + "/" + file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not packaged for " + product.name());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*\\R", "");
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
