package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.fulfillmentconnect.model.EventCodec;
import org.fulfillmentconnect.model.FulfillmentEvent;

/** Several tasks that all write to the same few lane-days: how often they stand in each other's way. */
final class HotLanes {
    static final List<Integer> TASKS = List.of(1, 2, 4);

    private static final LaneOrders ORDERS = new LaneOrders("hot", LocalDate.parse("2018-03-01"), 5, 4);
    private static final String TOPIC = "hot-events";

    private final KpiStand stand;
    private final JsonNode connector;
    private final PrintWriter out;

    HotLanes(KpiStand stand, JsonNode connector, PrintWriter out) {
        this.stand = stand;
        this.connector = connector;
        this.out = out;
    }

    /**
     * Loads the same orders with ever more tasks.
     *
     * @return whether all loads ended in the same content
     */
    boolean measure(int orders, Figures figures) throws InterruptedException {
        FilledLog log = fill(orders);
        List<String> first = List.of();
        boolean equal = true;
        for (int tasks : TASKS) {
            KpiDatabase database = stand.database();
            database.empty();
            KpiDatabase.Transactions before = database.transactions();
            ObjectNode config = connector.deepCopy();
            config.put("name", "hot-lanes-" + tasks);
            config.put("topics", TOPIC);
            config.put("tasks.max", Integer.toString(tasks));
            MeasuredSink sink = stand.sink(log, config);
            SinkLoad load = sink.load();
            sink.delete();
            database.awaitAlone();
            KpiDatabase.Transactions done = database.transactions().minus(before);
            List<String> digests = database.digests();
            equal &= first.isEmpty() || first.equals(digests);
            first = digests;
            out.printf(
                    "%d tasks on %d lane-days  %,8.0f events/s  %5.1f s  %,d transactions rolled back, %,d deadlocks%n",
                    tasks,
                    ORDERS.laneDays(),
                    log.events() / load.seconds(),
                    load.seconds(),
                    done.rollbacks(),
                    done.deadlocks());
            out.flush();
            figures.addWhole("hotLanesEventsPerSecond:" + tasks, log.events() / load.seconds());
            figures.add("hotLanesRollbacks:" + tasks, done.rollbacks());
            figures.add("hotLanesDeadlocks:" + tasks, done.deadlocks());
        }
        return equal;
    }

    private FilledLog fill(int orders) throws InterruptedException {
        int partitions = stand.broker().createLike(ReplayRound.LOG, TOPIC);
        ObjectMapper json = new ObjectMapper();
        long events = 0;
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", stand.broker().bootstrapServers(), "linger.ms", "20", "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            Future<RecordMetadata> last = null;
            for (int order = 0; order < orders; order++) {
                for (FulfillmentEvent event : ORDERS.events(order)) {
                    last = producer.send(new ProducerRecord<>(
                            TOPIC, event.orderId(), json.writeValueAsBytes(EventCodec.toMap(event))));
                    events++;
                }
            }
            producer.flush();
            if (last != null) {
                last.get();
            }
        } catch (JsonProcessingException | ExecutionException e) {
            throw new IllegalStateException("cannot fill the topic " + TOPIC, e);
        }
        long[] ends = stand.broker().ends(TOPIC, partitions, IsolationLevel.READ_COMMITTED);
        return new FilledLog(TOPIC, events, Arrays.stream(ends).boxed().toList());
    }
}
