/**
 * Transforms and predicates for the events of the pipeline: the verdict, the state, the event id, and routing by owner
 * and type. Each works on one record, without memory, over structs and schemaless maps alike.
 */
@NullMarked
package org.fulfillmentconnect.smt;

import org.jspecify.annotations.NullMarked;
