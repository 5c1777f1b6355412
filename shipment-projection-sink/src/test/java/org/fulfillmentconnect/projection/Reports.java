package org.fulfillmentconnect.projection;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/** A dead letter queue that keeps what it gets. */
final class Reports implements ErrantRecordReporter {
    private final List<Report> reports = new CopyOnWriteArrayList<>();

    record Report(SinkRecord record, Throwable reason) {}

    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        reports.add(new Report(record, error));
        return CompletableFuture.completedFuture(null);
    }

    List<Report> all() {
        return reports;
    }

    List<Long> offsets() {
        return reports.stream()
                .map(report -> report.record().kafkaOffset())
                .sorted()
                .toList();
    }
}
