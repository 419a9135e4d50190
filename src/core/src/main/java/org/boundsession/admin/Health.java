package org.boundsession.admin;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * The checks of this node's readiness, as in MicroProfile Health. A check reads what this node knows already: it does
 * no I/O and takes no time. Thread-safe.
 */
public final class Health {

    /** The name of the check that fails while the node drains. */
    public static final String DRAIN = "drain";

    /**
     * One check.
     *
     * @param up whether requests can be served as far as this check knows
     * @param data strings, whole numbers and booleans that tell more
     */
    public record Check(String name, boolean up, Map<String, Object> data) {
        public Check {
            data = Collections.unmodifiableMap(new TreeMap<>(data));
        }
    }

    private final List<Supplier<Check>> sources = new CopyOnWriteArrayList<>();

    /** Adds a check. */
    public void add(Supplier<Check> source) {
        sources.add(source);
    }

    /** Returns the present result of each check, in the order in which they were added. */
    public List<Check> checks() {
        return sources.stream().map(Supplier::get).toList();
    }
}
