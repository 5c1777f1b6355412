package org.fulfillmentconnect.bench;

/**
 * One run of a sink through the whole log.
 *
 * @param seconds from when its group held the log's partitions until the offsets of all records were committed
 * @param workerCpu seconds of the worker's process in that time
 * @param serverCpu seconds in that time of the server that is written to, with all of its processes
 * @param heap of the worker in that time
 * @param others the share of the machine's CPU time that other processes took in that time
 */
record SinkLoad(double seconds, double workerCpu, double serverCpu, GcLog.Peak heap, double others) {}
