"""Compares a quickstart report on the full Olist set with the figures in docs/event-schema.md and docs/kpis.md."""
import json
import sys

EVENTS = {
    "ORDER_PLACED": 99441,
    "ORDER_APPROVED": 99281,
    "WAREHOUSE_ASSIGNED": 98666,
    "HANDED_TO_CARRIER": 97658,
    "DELIVERED": 96476,
    "ORDER_CANCELLED": 1234,
    "DELIVERY_DELAYED": 8272,
}
MAX_SECONDS = 240

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)

checks = [("events of type " + name, report["eventsByType"].get(name), count) for name, count in EVENTS.items()]
checks += [
    ("types of events", sorted(report["eventsByType"]), sorted(EVENTS)),
    ("cards", report["cards"], 99441),
    ("timeline documents", report["timelineDocuments"], 501028),
    ("cards over all states", sum(report["states"].values()), 99441),
    ("lane samples", report["laneSamples"], 96986),
    ("cards by state", report["states"], {"CANCELLED": 1234, "DELAYED": 1737, "DELIVERED": 96470}),
    ("rows of route_stats_daily", report["laneRows"], 23185),
    ("late lane samples", report["laneLate"], 6537),
]
failed = [f"{what}: expected {expected} but found {found}" for what, found, expected in checks if found != expected]
seconds = report["secondsPerStage"]["total"]
if seconds >= MAX_SECONDS:
    failed.append(f"drained in {seconds} s: expected less than {MAX_SECONDS} s")
for line in failed:
    print("WRONG " + line)
print(f"Olist report: {len(checks) + 1 - len(failed)} of {len(checks) + 1} figures as expected, drained in {seconds} s")
sys.exit(1 if failed else 0)
