/** Digests by which contents are told apart. */
@NullMarked
package org.fulfillmentconnect.source.digest;

import org.jspecify.annotations.NullMarked;
