package org.boundsession.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The stream of a body in memory. A {@link ReadListener} is called at once, by the thread that sets it. */
final class BufferedInput extends ServletInputStream {

    private final ByteArrayInputStream bytes;
    private @Nullable ReadListener listener;

    BufferedInput(byte[] bytes) {
        this.bytes = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() {
        return bytes.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        return bytes.read(target, offset, length);
    }

    @Override
    public int available() {
        return bytes.available();
    }

    @Override
    public boolean isFinished() {
        return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    /** @throws IllegalStateException if there is a listener */
    @Override
    public void setReadListener(ReadListener reader) {
        if (listener != null) {
            throw new IllegalStateException("the stream has a listener");
        }
        listener = reader;
        try {
            if (!isFinished()) {
                reader.onDataAvailable();
            }
            if (isFinished()) {
                reader.onAllDataRead();
            }
        } catch (IOException | RuntimeException e) {
            reader.onError(e);
        }
    }
}
