package org.boundsession.web;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an answer until it can be sent: in memory, and from {@link #MEMORY_BYTES} on in a temporary file, which is deleted
 * on close. Written first, then read. Not thread-safe.
 */
final class Spool extends OutputStream {

    static final int MEMORY_BYTES = 256 * 1024;

    /** The writer hands over its buffer at once, which then fits exactly. */
    private static final int INITIAL_BYTES = 512;

    private final Path directory;
    private final ByteArrayOutputStream memory = new ByteArrayOutputStream(INITIAL_BYTES);
    private @Nullable FileChannel file;
    private long size;

    /** @param directory for the file, if there is one */
    Spool(Path directory) {
        this.directory = directory;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        size += length;
        if (size > MEMORY_BYTES) {
            writeFully(file(), ByteBuffer.wrap(bytes, offset, length));
            return;
        }
        memory.write(bytes, offset, length);
    }

    private FileChannel file() throws IOException {
        FileChannel present = file;
        if (present != null) {
            return present;
        }
        Path path = Files.createTempFile(directory, "answer-", ".json");
        FileChannel opened = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        file = opened;
        writeFully(opened, ByteBuffer.wrap(memory.toByteArray()));
        memory.reset();
        return opened;
    }

    private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    long size() {
        return size;
    }

    /** All of it, of which some may be in the file. */
    void writeTo(OutputStream out) throws IOException {
        if (file == null) {
            memory.writeTo(out);
            return;
        }
        content().transferTo(out);
    }

    /** All of it, from the beginning; not to be used once this is closed. */
    InputStream content() throws IOException {
        FileChannel present = file;
        return present == null
                ? new ByteArrayInputStream(memory.toByteArray())
                : Channels.newInputStream(present.position(0));
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
