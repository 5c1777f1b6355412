package org.fulfillmentconnect.source.mapping;

/** A value of a row that is made of its columns, as if it were a column itself. */
record Derived(String name, Type type, boolean observed, Value value) {}
