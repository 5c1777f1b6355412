/** The queries that operators ask the projection: loaded, checked and bound to values. */
@NullMarked
package org.fulfillmentconnect.opsqueries;

import org.jspecify.annotations.NullMarked;
