package org.boundsession.client.it.camel;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Records what is logged; by Camel from INFO on, because at its debug level it logs all properties. Thread-safe. */
final class Log extends Handler implements AutoCloseable {

    private final Logger camel = Logger.getLogger("org.apache.camel");
    private final StringBuffer text = new StringBuffer();
    private final SimpleFormatter formatter = new SimpleFormatter();

    private Log() {
        setLevel(Level.ALL);
    }

    static Log start() {
        Log log = new Log();
        log.camel.setLevel(Level.INFO);
        Logger.getLogger("").addHandler(log);
        return log;
    }

    @Override
    public void publish(LogRecord event) {
        text.append(formatter.format(event));
    }

    String text() {
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(this);
        camel.setLevel(null);
    }
}
