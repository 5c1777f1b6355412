package org.fulfillmentconnect.model;

/** The system that may state a fact. Each fact has exactly one. */
public enum Owner {
    /** Order management: what was ordered, approved, cancelled. */
    OMS,
    /** Warehouse management: who prepares the parcel, and by when it must leave. */
    WMS,
    /** Transport management: hand-off, delivery, and the only judge of lateness. */
    TMS
}
