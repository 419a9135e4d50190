package org.boundsession.records.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Buffers a response until it can be sent: in memory, and above {@link #MEMORY_BYTES} in a temporary file, which is
 * deleted on close. It is written first and then read. Not thread-safe.
 */
final class Spool extends OutputStream {

    static final int MEMORY_BYTES = 256 * 1024;

    private final Path directory;

    /** The chunks as the writer passes them, each copied once. */
    private final List<byte[]> memory = new ArrayList<>(4);

    private @Nullable FileChannel file;
    private long size;

    /** @param directory the directory of the temporary file, if one is needed */
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
        memory.add(Arrays.copyOfRange(bytes, offset, offset + length));
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
        for (byte[] piece : memory) {
            writeFully(opened, ByteBuffer.wrap(piece));
        }
        memory.clear();
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

    /** Writes the whole content, from memory or the file. */
    void writeTo(OutputStream out) throws IOException {
        if (file != null) {
            content().transferTo(out);
        }
        for (byte[] piece : memory) {
            out.write(piece);
        }
    }

    /** Returns a stream of the whole content. It must not be used after this is closed. */
    InputStream content() throws IOException {
        FileChannel present = file;
        if (present != null) {
            return Channels.newInputStream(present.position(0));
        }
        return new SequenceInputStream(Collections.enumeration(
                memory.stream().map(ByteArrayInputStream::new).toList()));
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
