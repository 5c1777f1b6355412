package org.fulfillmentconnect.source.csv;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/** The bytes of a file, decompressed by its name. Whatever goes wrong is told with this name. */
final class FileBytes extends FilterInputStream {
    private final String name;

    private FileBytes(String name, InputStream in) {
        super(in);
        this.name = name;
    }

    static InputStream open(String name, Path path) throws IOException {
        // Unlike the stream that Files gives, this one ends when its thread is interrupted: a task is stopped so.
        InputStream file = Channels.newInputStream(FileChannel.open(path));
        try {
            return new FileBytes(name, decompressed(name.toLowerCase(Locale.ROOT), file));
        } catch (IOException e) {
            file.close();
            throw named(name, e);
        } catch (LinkageError e) {
            file.close();
            throw new IOException(name + ": cannot be read: this worker lacks a zstd library for its platform", e);
        }
    }

    private static InputStream decompressed(String name, InputStream file) throws IOException {
        if (name.endsWith(".gz")) {
            return new GzipBytes(nonEmpty(file));
        }
        if (name.endsWith(".zst")) {
            return ZstdBytes.decompressed(nonEmpty(file));
        }
        return file;
    }

    /** Even the text of an empty file has some bytes once it is compressed: without any the file was cut off. */
    private static InputStream nonEmpty(InputStream file) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(file, 1 << 16);
        bytes.mark(1);
        if (bytes.read() < 0) {
            throw new IOException("has no bytes, not even those of an empty text");
        }
        bytes.reset();
        return bytes;
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (IOException e) {
            throw named(name, e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return in.read(target, offset, length);
        } catch (IOException e) {
            throw named(name, e);
        }
    }

    private static IOException named(String name, IOException e) {
        return new IOException(name + ": cannot be read: " + e.getMessage(), e);
    }
}
