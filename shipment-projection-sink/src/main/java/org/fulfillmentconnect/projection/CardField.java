package org.fulfillmentconnect.projection;

/** The names of the card's fields that no event has by that name; the others are the model's. */
final class CardField {
    static final String STATE = "state";
    static final String STATE_RANK = "stateRank";
    static final String STAGE = "stage";
    static final String WAITING_FOR = "waitingFor";
    static final String PLACED_AT = "placedAt";
    static final String APPROVED_AT = "approvedAt";
    static final String ASSIGNED_AT = "assignedAt";
    static final String HANDED_OFF_AT = "handedOffAt";
    static final String DELAYED_AT = "delayedAt";
    static final String CANCELLED_AT = "cancelledAt";
    static final String CANCEL_REASON = "cancelReason";
    static final String SELLER_IDS = "sellerIds";
    static final String SELLER_REGIONS = "sellerRegions";
    static final String SELLER_CITIES = "sellerCities";
    static final String LANES = "lanes";
    static final String APPROVAL_SECONDS = "approvalSeconds";
    static final String HANDOFF_SECONDS = "handoffSeconds";
    static final String TRANSIT_SECONDS = "transitSeconds";
    static final String LEAD_TIME_SECONDS = "leadTimeSeconds";
    static final String LAST_EVENT_AT = "lastEventAt";
    static final String EVENT_COUNT = "eventCount";
    static final String ANOMALIES = "anomalies";
    static final String EVENT_IDS = "eventIds";
    static final String EVENTS = "events";

    private CardField() {}
}
