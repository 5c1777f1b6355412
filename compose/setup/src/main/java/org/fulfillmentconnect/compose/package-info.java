/** What has to be done once after the stack in Docker has started. */
@NullMarked
package org.fulfillmentconnect.compose;

import org.jspecify.annotations.NullMarked;
