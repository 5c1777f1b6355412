/**
 * The pipeline on the local stack: starts it, feeds it, watches it drain and shows what came out. It talks to the
 * plugins as any user does, through Connect's REST API, Kafka, Elasticsearch and PostgreSQL, and knows none of their
 * classes.
 */
@NullMarked
package org.fulfillmentconnect.quickstart;

import org.jspecify.annotations.NullMarked;
