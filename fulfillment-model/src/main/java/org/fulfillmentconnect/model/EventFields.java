package org.fulfillmentconnect.model;

/** The names of the fields on the wire. */
public final class EventFields {
    public static final String EVENT_ID = "eventId";
    public static final String SCHEMA_VERSION = "schemaVersion";
    public static final String EVENT_TYPE = "eventType";
    public static final String OWNER = "owner";
    public static final String ORDER_ID = "orderId";
    public static final String EVENT_AT = "eventAt";
    public static final String EVENT_AT_INFERRED = "eventAtInferred";
    public static final String OBSERVED_UNTIL = "observedUntil";

    public static final String CUSTOMER_ID = "customerId";
    public static final String CUSTOMER_UNIQUE_ID = "customerUniqueId";
    public static final String CUSTOMER_CITY = "customerCity";
    public static final String CUSTOMER_REGION = "customerRegion";
    public static final String PROMISED_AT = "promisedAt";
    public static final String ITEM_COUNT = "itemCount";
    public static final String ITEMS_VALUE_CENTS = "itemsValueCents";
    public static final String FREIGHT_VALUE_CENTS = "freightValueCents";

    public static final String WAREHOUSES = "warehouses";
    public static final String SELLER_ID = "sellerId";
    public static final String SELLER_CITY = "sellerCity";
    public static final String SELLER_REGION = "sellerRegion";
    public static final String ITEMS = "items";
    public static final String SHIPPING_LIMIT_AT = "shippingLimitAt";

    public static final String HANDOFF_LATE = "handoffLate";
    public static final String HANDOFF_DELAY_SECONDS = "handoffDelaySeconds";
    public static final String DUE_AT = "dueAt";
    public static final String DELAYED = "delayed";
    public static final String DELAY_SECONDS = "delaySeconds";
    public static final String DELIVERED_AT = "deliveredAt";
    public static final String PROMISE = "promise";
    public static final String POLICY = "policy";
    public static final String REASON = "reason";

    /** Added in the sinks by the state transform; interpretation, so never in the log. */
    public static final String TO_STATE = "toState";

    public static final String STATE_RANK = "stateRank";
    public static final String FROM_STATES = "fromStates";
    public static final String TERMINAL = "terminal";

    private EventFields() {}
}
