@NullMarked
package org.fulfillmentconnect.projection;

import org.jspecify.annotations.NullMarked;
