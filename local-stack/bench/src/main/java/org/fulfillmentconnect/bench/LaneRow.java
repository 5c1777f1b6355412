package org.fulfillmentconnect.bench;

/** The lead times of a group of orders, in seconds. */
record LaneRow(long samples, long late, double mean, double p50, double p95) {}
