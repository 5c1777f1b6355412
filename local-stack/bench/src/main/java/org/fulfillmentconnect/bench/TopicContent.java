package org.fulfillmentconnect.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What a topic holds once it is written: how many committed records, of what size, and where the last ones are. */
final class TopicContent {
    private static final int EVERY = 7;
    private static final int MOST_SAMPLES = 20_000;

    private final long[] ends;
    private final List<byte[]> samples = new ArrayList<>();
    private long records;
    private long bytes;

    private TopicContent(int partitions) {
        this.ends = new long[partitions];
    }

    static TopicContent read(BenchBroker broker, String topic, int partitions) {
        TopicContent content = new TopicContent(partitions);
        broker.read(topic, IsolationLevel.READ_COMMITTED, content::add);
        return content;
    }

    long records() {
        return records;
    }

    /** The mean of the serialized key, value and headers together. */
    double recordBytes() {
        return records == 0 ? 0 : (double) bytes / records;
    }

    /** By partition, the end of the last record, without the marker behind it. */
    long[] ends() {
        return ends.clone();
    }

    /** Writes up to 20,000 records as lines, each with its value, key and headers: as long and as alike as the log's own. */
    void writePayloads(Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < samples.size(); i++) {
                if (i > 0) {
                    out.write('\n');
                }
                out.write(samples.get(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        ends[record.partition()] = Math.max(ends[record.partition()], record.offset() + 1);
        bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        for (Header header : record.headers()) {
            bytes += header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        if (records++ % EVERY == 0 && samples.size() < MOST_SAMPLES) {
            samples.add(line(record));
        }
    }

    private static byte[] line(ConsumerRecord<byte[], byte[]> record) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        write(line, record.value());
        write(line, record.key());
        for (Header header : record.headers()) {
            write(line, header.key().getBytes(StandardCharsets.UTF_8));
            write(line, header.value());
        }
        return line.toByteArray();
    }

    private static void write(ByteArrayOutputStream line, byte @Nullable [] part) {
        if (part != null) {
            line.write(part, 0, part.length);
        }
    }
}
