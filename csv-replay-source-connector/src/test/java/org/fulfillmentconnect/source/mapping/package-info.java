@NullMarked
package org.fulfillmentconnect.source.mapping;

import org.jspecify.annotations.NullMarked;
