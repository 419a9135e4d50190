package org.boundsession.admin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The text of metrics, as a monitoring system gets it. */
final class Scrape {

    private Scrape() {}

    static String of(Metrics metrics) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            metrics.writeTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
