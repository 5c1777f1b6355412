/**
 * The real servers of the pipeline as processes of this machine, without Docker: Kafka, Connect workers, Elasticsearch and
 * PostgreSQL. With {@code FULFILLMENT_SERVERS=containers} in the environment they run in containers instead, and whoever uses
 * them need not know.
 *
 * <p>The files of processes come through the {@code mvn} command into a cache outside the build tree. Every server lives in a stack
 * folder that the caller names: its data under {@code <stack folder>/<server name>}, its log in
 * {@code <stack folder>/logs/<server name>.log}. Servers stop with {@link org.fulfillmentconnect.stack.Server#close()}, and
 * at the latest with the Java process that started them.
 *
 * <p>Tested on Linux on x86-64, as root and not; there are files for macOS and 64-bit ARM too.
 */
@NullMarked
package org.fulfillmentconnect.stack;

import org.jspecify.annotations.NullMarked;
