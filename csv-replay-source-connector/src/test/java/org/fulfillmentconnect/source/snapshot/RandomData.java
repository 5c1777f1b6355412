package org.fulfillmentconnect.source.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Small files with everything that makes joins go wrong: keys that come twice, are empty, lead nowhere or start with one
 * another, rows that exist only later, rows that cannot be parsed.
 */
final class RandomData {
    /** Up to which time the data look at the world. */
    static final long AS_OF = 600;

    static final long NOW = 1000;

    static final String MAPPING = """
            {
              "timeFormat": "epoch-millis",
              "tables": {
                "items": {
                  "files": "items-*.csv",
                  "columns": {
                    "order_id": "text", "part": "integer", "shop": "text", "n": "integer",
                    "packed": {"type": "time", "observed": true, "required": true}
                  }
                },
                "shops": {
                  "files": "shops.csv",
                  "columns": {
                    "shop": "text", "city": "text",
                    "opened": {"type": "time", "observed": true, "required": true}
                  }
                },
                "orders": {
                  "files": "orders-*.csv",
                  "columns": {
                    "order_id": "text", "shop": "text", "units": "integer",
                    "placed": {"type": "time", "observed": true, "required": true},
                    "approved": {"type": "time", "observed": true}
                  }
                },
                "parts": {"files": "parts.csv", "columns": {"part": "integer", "city": "text", "name": "text"}}
              },
              "records": {
                "order": {
                  "from": "orders",
                  "key": "order_id",
                  "joins": {
                    "store": {"table": "shops", "on": {"shop": "shop"}},
                    "items": {
                      "table": "items", "on": {"order_id": "order_id"}, "many": true,
                      "joins": {
                        "store": {"table": "shops", "on": {"shop": "shop"}},
                        "parts": {"table": "parts", "on": {"part": "part"}, "many": true}
                      }
                    }
                  },
                  "events": [
                    {
                      "type": "ORDER_PLACED", "at": "placed",
                      "facts": {
                        "customerCity": "store.city", "itemCount": "units", "itemsValueCents": {"sum": "items.n"}
                      }
                    },
                    {"type": "ORDER_APPROVED", "at": "approved"},
                    {
                      "type": "WAREHOUSE_ASSIGNED", "at": {"first": ["approved", "placed"]},
                      "when": {"present": "items"},
                      "facts": {
                        "warehouses": {
                          "group": "items", "by": "shop",
                          "fields": {"sellerId": "shop", "sellerCity": "store.city", "items": {"count": "parts"}}
                        }
                      }
                    }
                  ]
                },
                "part": {
                  "from": "parts",
                  "key": ["part", "city"],
                  "topic": "parts",
                  "joins": {
                    "shops": {
                      "table": "shops", "on": {"city": "city"}, "many": true, "orphans": "skip",
                      "joins": {
                        "orders": {
                          "table": "orders", "on": {"shop": "shop"}, "many": true,
                          "joins": {
                            "items": {"table": "items", "on": {"order_id": "order_id"}, "many": true, "orphans": "skip"}
                          }
                        }
                      }
                    },
                    "item": {
                      "table": "items", "on": {"part": "part"},
                      "joins": {
                        "order": {
                          "table": "orders", "on": {"order_id": "order_id"}, "missing": "ignore",
                          "joins": {
                            "items": {
                              "table": "items", "on": {"order_id": "order_id", "shop": "shop"}, "many": true,
                              "orphans": "skip"
                            }
                          }
                        }
                      }
                    }
                  },
                  "fields": {
                    "name": "name",
                    "items": {"list": "shops.orders.items.n"},
                    "first": "item.order.placed",
                    "others": {"list": "item.order.items.n", "distinct": true},
                    "asOf": {"asOf": true}
                  }
                }
              }
            }
            """;

    private final Random random;

    RandomData(long seed) {
        this.random = new Random(seed);
    }

    void write(Path folder, int rows) throws IOException {
        for (int file = 0; file < 2; file++) {
            StringBuilder items = new StringBuilder("order_id,part,shop,n,packed\n");
            StringBuilder orders = new StringBuilder("approved,order_id,shop,units,placed\n");
            for (int i = 0; i < rows; i++) {
                row(items, key(14), number(9), key(12), number(100), time());
                row(orders, random.nextInt(3) == 0 ? "" : time(), key(10), key(12), units(), time());
            }
            Files.writeString(folder.resolve("items-" + file + ".csv"), items);
            Files.writeString(folder.resolve("orders-" + file + ".csv"), orders);
        }
        StringBuilder shops = new StringBuilder("shop,city,opened\n");
        StringBuilder parts = new StringBuilder("part,city,name\n");
        for (int i = 0; i < rows; i++) {
            row(shops, key(12), city(), time());
            row(parts, number(9), city(), "\"name\n" + "x".repeat(random.nextInt(200)) + '"');
        }
        Files.writeString(folder.resolve("shops.csv"), shops);
        Files.writeString(folder.resolve("parts.csv"), parts);
    }

    private void row(StringBuilder file, String... values) {
        String row = String.join(",", values);
        file.append(
                switch (random.nextInt(30)) {
                    case 0 -> row + ",one too many";
                    case 1 -> '\n' + row;
                    default -> row;
                });
        file.append('\n');
    }

    private String key(int distinct) {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "\"a\0b\"";
            case 2 -> "a";
            default -> "a" + random.nextInt(distinct);
        };
    }

    private String city() {
        return random.nextInt(9) == 0 ? "" : "city" + random.nextInt(4);
    }

    private String number(int below) {
        return random.nextInt(12) == 0 ? "" : Integer.toString(random.nextInt(below) - 3);
    }

    private String units() {
        return random.nextInt(4) == 0 ? "3000000000" : number(5);
    }

    private String time() {
        return switch (random.nextInt(15)) {
            case 0 -> "never";
            case 1 -> Long.toString(NOW + 1 + random.nextInt(9));
            default -> Integer.toString(random.nextInt((int) AS_OF * 3 / 2));
        };
    }
}
