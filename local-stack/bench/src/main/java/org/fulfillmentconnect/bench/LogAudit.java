package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** What is in a log, record by record: how often each event, in which order, and a digest of each partition. */
final class LogAudit {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    /** The order of an order's events that happen at once. */
    private static final List<String> STEPS = List.of(
            "ORDER_PLACED",
            "ORDER_APPROVED",
            "WAREHOUSE_ASSIGNED",
            "HANDED_TO_CARRIER",
            "DELIVERED",
            "DELIVERY_DELAYED",
            "ORDER_CANCELLED");

    private record Step(long at, int step) {
        boolean isAfter(Step other) {
            return at != other.at ? at > other.at : step > other.step;
        }
    }

    private final Map<String, Integer> timesById = new HashMap<>();
    private final Map<String, Step> lastByOrder = new HashMap<>();
    private final Map<Integer, MessageDigest> digests = new TreeMap<>();
    private long outOfOrder;

    /** The records of a partition in its order. */
    void add(ConsumerRecord<byte[], byte[]> record) {
        JsonNode event = parse(record.value());
        timesById.merge(event.path("eventId").asText(), 1, Integer::sum);
        Step step = new Step(
                event.path("eventAt").asLong(),
                STEPS.indexOf(event.path("eventType").asText()));
        Step last = lastByOrder.put(event.path("orderId").asText(), step);
        if (last != null && !step.isAfter(last)) {
            outOfOrder++;
        }

        MessageDigest digest = digests.computeIfAbsent(record.partition(), partition -> sha256());
        update(digest, record.key());
        update(digest, record.value());
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, record.timestamp()));
        for (Header header : record.headers()) {
            update(digest, header.key().getBytes(StandardCharsets.UTF_8));
            update(digest, header.value());
        }
    }

    /** How many different events there are. */
    int events() {
        return timesById.size();
    }

    /** Records whose event is there already. */
    long duplicates() {
        return timesById.values().stream().mapToLong(times -> times - 1).sum();
    }

    /** Events of this log that the other one lacks. */
    long lackedBy(LogAudit other) {
        return timesById.keySet().stream()
                .filter(id -> !other.timesById.containsKey(id))
                .count();
    }

    /** Records that come at or before the one before of their order, by the time of the event, then by the order of steps. */
    long outOfOrder() {
        return outOfOrder;
    }

    /** By partition, over keys, values, times and headers in their order. */
    Map<Integer, String> digests() {
        Map<Integer, String> hex = new TreeMap<>();
        digests.forEach((partition, digest) -> {
            try {
                hex.put(partition, HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest()));
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("Java's own SHA-256 can be cloned", e);
            }
        });
        return hex;
    }

    private static JsonNode parse(byte[] value) {
        try {
            return JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException("an event is not JSON", e);
        }
    }

    /** The lengths go in too, so that no two contents read alike. */
    private static void update(MessageDigest digest, byte @Nullable [] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part == null ? -1 : part.length));
        if (part != null) {
            digest.update(part);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
