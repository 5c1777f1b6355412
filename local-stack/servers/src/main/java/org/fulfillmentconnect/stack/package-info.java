/**
 * The real servers of the pipeline as processes of this machine, without Docker: Kafka, Connect workers, Elasticsearch and
 * PostgreSQL.
 *
 * <p>Their files come through the {@code mvn} command into a cache outside the build tree. Every server lives in a stack
 * folder that the caller names: its data under {@code <stack folder>/<server name>}, its log in
 * {@code <stack folder>/logs/<server name>.log}. Servers stop with {@link org.fulfillmentconnect.stack.Server#close()}, and
 * at the latest with the Java process that started them.
 *
 * <p>Tested on Linux on x86-64, as root and not; there are files for macOS and 64-bit ARM too.
 */
@NullMarked
package org.fulfillmentconnect.stack;

import org.jspecify.annotations.NullMarked;
