package org.fulfillmentconnect.projection;

import org.jspecify.annotations.Nullable;

/**
 * What a document says. Merging is commutative, associative and idempotent: what is stored can be merged further at any
 * time, in whatever order and however often events come.
 *
 * @param <C> itself
 */
interface Mergeable<C extends Mergeable<C>> {
    /** The document's {@code _id}. */
    String id();

    /** What both say together; this very instance, or one that is equal, if the other adds nothing. */
    C merge(C other);

    /** The document; the same content is the same bytes. */
    byte[] json();

    /** By which the server keeps the greater of two documents; null where what both say is merged. */
    default @Nullable Long externalVersion() {
        return null;
    }
}
