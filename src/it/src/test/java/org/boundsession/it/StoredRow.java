package org.boundsession.it;

import java.util.Map;

/** One session in a store, for an attacker who can write to the store: fields by name, values as text. */
interface StoredRow {

    String get(String field);

    /** False if the store does not take the value. */
    boolean set(String field, String value);

    /** All that there is of it. */
    Map<String, String> snapshot();

    /** Puts a row back, also one that was deleted. */
    void restore(Map<String, String> snapshot);
}
