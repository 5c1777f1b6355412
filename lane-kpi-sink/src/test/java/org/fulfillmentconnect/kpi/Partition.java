package org.fulfillmentconnect.kpi;

import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The records of a partition and the offset committed for them: what outlives the tasks that read it. */
final class Partition {
    private final int number;
    private final List<SinkRecord> records;
    private int generation;
    private long committed;

    /** @param records with offsets from 0 on */
    Partition(int number, List<SinkRecord> records) {
        this.number = number;
        this.records = records;
    }

    TopicPartition id() {
        return new TopicPartition(TaskRun.TOPIC, number);
    }

    List<SinkRecord> records() {
        return records;
    }

    /** Gives the partition to a new task; the one before may go on, but commits no more. */
    synchronized int assign() {
        return ++generation;
    }

    synchronized boolean belongsTo(int ofGeneration) {
        return generation == ofGeneration;
    }

    synchronized long committed() {
        return committed;
    }

    synchronized void commit(int ofGeneration, long offset) {
        if (belongsTo(ofGeneration)) {
            committed = offset;
        }
    }
}
