package org.fulfillmentconnect.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.List;

/** Loads, replays on top and Debezium's loads in turn, on a worker and a server that stay up. */
final class KpiRounds {
    private final KpiStand stand;
    private final FilledLog log;
    private final DebeziumLoads debezium;
    private final PrintWriter out;
    private List<String> digests = List.of();
    private boolean digestsEqual = true;
    private long replayWrites;

    KpiRounds(KpiStand stand, FilledLog log, DebeziumLoads debezium, PrintWriter out) {
        this.stand = stand;
        this.log = log;
        this.debezium = debezium;
        this.out = out;
    }

    /**
     * One round.
     *
     * @param config of the KPI sink; its name is new in each round
     */
    KpiRound run(Rounds.Round number, JsonNode config) throws InterruptedException {
        KpiDatabase database = stand.database();
        database.empty();
        MeasuredSink sink = stand.sink(log, config);
        SinkLoad load = sink.load();
        sink.rewind();
        database.awaitAlone();
        show(number, "first load", load, database.writes());
        compareContent();

        long written = database.writes();
        database.settle();
        SinkLoad replay = sink.replay();
        sink.delete();
        database.awaitAlone();
        long writes = database.writes() - written;
        replayWrites += writes;
        show(number, "replay on top", replay, writes);
        compareContent();

        SinkLoad byEvent = debezium.byEvent(number.nameOf("debezium"));
        show(number, "Debezium by eventId", byEvent, database.writes());
        long rows = database.rows(DebeziumWay.TABLE);
        SinkLoad byOrder = debezium.byOrder(number.nameOf("debezium"));
        show(number, "Debezium by orderId", byOrder, database.writes());
        out.printf("%-9s Debezium's tables: %,d and %,d rows%n", number, rows, database.rows(DebeziumWay.TABLE));
        out.flush();
        return new KpiRound(log.events(), load, replay, byEvent, byOrder);
    }

    /** Rows that replays on top have inserted, changed or deleted. */
    long replayWrites() {
        return replayWrites;
    }

    /** Whether the tables held the same after all loads and replays. */
    boolean digestsEqual() {
        return digestsEqual;
    }

    private void compareContent() {
        List<String> found = stand.database().digests();
        if (!digests.isEmpty() && !digests.equals(found)) {
            digestsEqual = false;
            out.printf("The tables hold other content than before:%n  before %s%n  now    %s%n", digests, found);
        }
        digests = found;
    }

    private void show(Rounds.Round round, String what, SinkLoad load, long writes) {
        out.printf(
                "%-9s %-22s %,8.0f events/s  %6.1f s  writes %,d rows"
                        + "  CPU %5.1f s worker, %5.1f s PostgreSQL  heap %d MiB  others %2.0f %%%n",
                round,
                what,
                log.events() / load.seconds(),
                load.seconds(),
                writes,
                load.workerCpu(),
                load.serverCpu(),
                load.heap().after(),
                load.others() * 100);
        out.flush();
    }
}
