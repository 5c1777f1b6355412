package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What a batch costs on lane-days that hold many orders already, against the same batch where they hold few.
 *
 * <p>Three histories of the same number of orders: on the lane-days of the batch lie 3 each, about as many as in Olist's data,
 * or 10 or 100 times as many; the others lie elsewhere. So {@code order_facts} is equally large in all. Each batch meets the
 * history as it was: it gets a copy of the database of its own. In that, a batch of the same kind on other lane-days comes
 * first, so that the session is warm and the copy is in memory.
 */
final class LaneDayGrowth {
    static final List<Integer> TIMES = List.of(1, 10, 100);

    private static final int ORDERS_PER_LANE_DAY = 3;
    private static final int MOST = 100;
    private static final int DAYS = 10;
    private static final int LANES = 50;
    /** 2.5 a lane-day, as many as in Olist's data meet in a batch of that size. */
    private static final int BATCH_ORDERS = 1_250;

    private static final int HISTORY_BATCH_ORDERS = 5_000;
    private static final LaneOrders MEASURED = orders("measured", "2018-03-01");
    private static final LaneOrders WARM = orders("warm", "2018-05-01");
    private static final LaneOrders ELSEWHERE = orders("elsewhere", "2018-07-01");
    private static final LaneOrders NEW_WARM = orders("new on warm", "2018-05-01");
    private static final LaneOrders NEW_MEASURED = orders("new on measured", "2018-03-01");

    private final KpiDatabase server;
    private final SinkConnector plugin;
    private final Map<String, String> config = new HashMap<>();
    private final PrintWriter out;

    /**
     * One batch.
     *
     * @param seconds from its records to the end of its transaction
     * @param clientCpu seconds of the thread that wrote it
     * @param serverCpu seconds of the server's processes
     */
    record Cost(double seconds, double clientCpu, double serverCpu) {}

    LaneDayGrowth(KpiDatabase server, SinkConnector plugin, JsonNode connector, PrintWriter out) {
        this.server = server;
        this.plugin = plugin;
        this.out = out;
        connector
                .properties()
                .forEach(setting ->
                        config.put(setting.getKey(), setting.getValue().asText()));
    }

    private static LaneOrders orders(String name, String firstDay) {
        return new LaneOrders(name, LocalDate.parse(firstDay), DAYS, LANES);
    }

    /**
     * Measures all, in turn.
     *
     * @return costs of single batches, by how many times as many orders a lane-day had
     */
    SortedMap<Integer, List<Cost>> measure(int batches) {
        Map<Integer, KpiDatabase> histories = new LinkedHashMap<>();
        for (int times : TIMES) {
            KpiDatabase history = server.create("history_" + times);
            fill(history, times);
            histories.put(times, history);
        }
        SortedMap<Integer, List<Cost>> costs = new TreeMap<>();
        for (int i = 0; i <= batches; i++) {
            boolean warm = i > 0;
            histories.forEach((times, history) -> {
                Cost cost = batch(history.copyTo("measured"));
                if (warm) {
                    costs.computeIfAbsent(times, any -> new ArrayList<>()).add(cost);
                }
            });
        }
        histories.values().forEach(KpiDatabase::drop);
        new KpiDatabase(server.server(), "measured").drop();
        costs.forEach(this::show);
        return costs;
    }

    private void fill(KpiDatabase database, int times) {
        long started = System.nanoTime();
        int onEach = ORDERS_PER_LANE_DAY * times;
        try (InProcessTask task = InProcessTask.start(plugin, database, config)) {
            commit(task, WARM, ORDERS_PER_LANE_DAY * WARM.laneDays());
            commit(task, MEASURED, onEach * MEASURED.laneDays());
            commit(task, ELSEWHERE, (ORDERS_PER_LANE_DAY * MOST - onEach) * ELSEWHERE.laneDays());
        }
        out.printf(
                "Filled a history of %,d orders, %,d on each lane-day that is measured, in %.0f s%n",
                database.rows("order_facts"), onEach, (System.nanoTime() - started) / 1e9);
        out.flush();
    }

    private static void commit(InProcessTask task, LaneOrders orders, int count) {
        for (int from = 0; from < count; from += HISTORY_BATCH_ORDERS) {
            task.commit(records(task, orders, from, Math.min(count, from + HISTORY_BATCH_ORDERS)));
        }
    }

    private static List<SinkRecord> records(InProcessTask task, LaneOrders orders, int from, int to) {
        return IntStream.range(from, to)
                .boxed()
                .flatMap(order -> orders.events(order).stream())
                .map(task::record)
                .toList();
    }

    private Cost batch(KpiDatabase database) {
        try (InProcessTask task = InProcessTask.start(plugin, database, config)) {
            List<SinkRecord> records = records(task, NEW_MEASURED, 0, BATCH_ORDERS);
            task.commit(records(task, NEW_WARM, 0, BATCH_ORDERS));
            database.settle();
            double server = CpuTime.secondsOf(database.server().pid());
            long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            long started = System.nanoTime();
            task.commit(records);
            return new Cost(
                    (System.nanoTime() - started) / 1e9,
                    (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e9,
                    CpuTime.secondsOf(database.server().pid()) - server);
        }
    }

    private void show(int times, List<Cost> costs) {
        out.printf(
                "A batch of %,d orders on %,d lane-days of %,d: %5.0f ms  (%s)  CPU %4.0f ms task, %4.0f ms PostgreSQL%n",
                BATCH_ORDERS,
                NEW_MEASURED.laneDays(),
                ORDERS_PER_LANE_DAY * times,
                1e3 * median(costs),
                String.join(
                        " ",
                        costs.stream()
                                .map(cost -> String.format("%.0f", cost.seconds() * 1e3))
                                .toList()),
                1e3 * costs.stream().mapToDouble(Cost::clientCpu).average().orElse(0),
                1e3 * costs.stream().mapToDouble(Cost::serverCpu).average().orElse(0));
        out.flush();
    }

    /** Seconds of the batch in the middle. */
    static double median(List<Cost> costs) {
        return Measured.median(costs.stream().mapToDouble(Cost::seconds).toArray());
    }

    /** Adds how many times as much a batch takes on the large lane-days. */
    static void addTo(Figures figures, SortedMap<Integer, List<Cost>> costs) {
        double one = median(costs.getOrDefault(1, List.of()));
        costs.forEach((times, of) -> {
            if (times > 1) {
                figures.addRounded("costGrowthAt" + times, median(of) / one);
            }
        });
        figures.addRounded("batchMillis", one * 1e3);
    }
}
