package org.fulfillmentconnect.source.mapping;

/**
 * A value and what is known of it.
 *
 * @param observed whether it is a time, and each time that it is made of was observed
 */
record Typed(Value value, ValueType type, boolean observed) {}
