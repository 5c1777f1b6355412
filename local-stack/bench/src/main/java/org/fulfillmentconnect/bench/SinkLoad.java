package org.fulfillmentconnect.bench;

/**
 * One run of a sink through the whole log.
 *
 * @param seconds from when its group held the log's partitions until the offsets of all records were committed
 * @param workerCpu seconds of the worker's process in that time
 * @param elasticsearchCpu seconds of the node's process in that time
 * @param heap of the worker in that time
 * @param others the share of the machine's CPU time that other processes took in that time
 * @param writes of documents that the node carried out in that time
 */
record SinkLoad(
        double seconds,
        double workerCpu,
        double elasticsearchCpu,
        GcLog.Peak heap,
        double others,
        ProjectedIndices.Counts writes) {}
