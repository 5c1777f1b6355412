package org.fulfillmentconnect.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fulfillmentconnect.opsqueries.AnswerTable;
import org.fulfillmentconnect.opsqueries.BoundQuery;
import org.fulfillmentconnect.opsqueries.OpsQuery;
import org.fulfillmentconnect.opsqueries.Parameter;
import org.fulfillmentconnect.opsqueries.ParameterType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the queries of the collection answer, compared with what the CSV files say. Counts and rates are exact. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OpsQueriesAnswers extends AskedQueries {
    @Test
    void tellsHowFarTheDataReach() {
        List<Instant> times =
                orders.stream().flatMap(SnapshotOrder::eventTimes).sorted().toList();

        assertThat(rows(ask("as-of"), "Reach"))
                .containsExactly(row(asOf, times.get(0), times.get(times.size() - 1), times.size()));
    }

    @Test
    void countsOrdersByStateAndByWhatTheyWaitFor() {
        BoundQuery.Answer answer = ask("overview");

        List<SnapshotOrder> open = where(order -> order.waitingFor() != null);
        assertThat(rows(answer, "All"))
                .containsExactly(row(
                        orders.size(),
                        open.size(),
                        count(open, SnapshotOrder::late),
                        count(orders, order -> !order.anomalies().isEmpty())));
        assertThat(rows(answer, "By state"))
                .containsExactlyElementsOf(groups(orders, order -> one(order.state())).entrySet().stream()
                        .map(group -> row(group.getKey(), group.getValue().size()))
                        .toList());
        assertThat(rows(answer, "Open, by the step they wait for"))
                .isNotEmpty()
                .containsExactlyElementsOf(groups(open, order -> one(order.waitingFor())).entrySet().stream()
                        .map(group -> row(
                                group.getKey(), group.getValue().size(), count(group.getValue(), SnapshotOrder::late)))
                        .toList());
    }

    /** Days before the end of the snapshot. */
    @ParameterizedTest
    @ValueSource(ints = {0, 60, 230, 400})
    void findsTheBreachesThatAreOpenAtAnInstant(int daysBefore) {
        Instant now = asOf.minus(Duration.ofDays(daysBefore));
        List<SnapshotOrder> expected = where(order -> order.late()
                        && notAfter(order.due(), now)
                        && !notAfter(order.delivered(), now)
                        && !notAfter(order.cancelled(), now))
                .stream()
                .sorted(Comparator.comparing(SnapshotOrder::due).thenComparing(SnapshotOrder::id))
                .toList();

        BoundQuery.Answer answer = ask("sla-breaches-now", "now=" + now, "size=100");

        assertThat(rows(answer, "All")).containsExactly(row(expected.size()));
        assertThat(column(rows(answer, "Orders"), 0))
                .isNotEmpty()
                .containsExactlyElementsOf(ids(expected.stream().limit(100)));
        assertThat(rows(answer, "By how long they are overdue"))
                .containsExactly(
                        row("over 90 days", overdue(expected, now, 90, 100_000)),
                        row("30 to 90 days", overdue(expected, now, 30, 90)),
                        row("7 to 30 days", overdue(expected, now, 7, 30)),
                        row("under 7 days", overdue(expected, now, -1, 7)));
        assertThat(rows(answer, "By seller region"))
                .containsExactlyElementsOf(facet(expected, SnapshotOrder::sellerRegions, 50));
        assertThat(rows(answer, "By lane")).containsExactlyElementsOf(facet(expected, SnapshotOrder::lanes, 20));
        assertThat(rows(answer, "By the last step they reached"))
                .containsExactlyElementsOf(groups(expected, order -> one(order.stage())).entrySet().stream()
                        .map(group -> row(group.getKey(), group.getValue().size()))
                        .toList());
    }

    /** Overdue for more than so many days, and not for more than so many. */
    private static long overdue(List<SnapshotOrder> of, Instant now, int more, int atMost) {
        return count(
                of,
                order -> order.due().isBefore(now.minus(Duration.ofDays(more)))
                        && !order.due().isBefore(now.minus(Duration.ofDays(atMost))));
    }

    @Test
    void narrowsTheBreachesAndPagesThroughThem() {
        List<SnapshotOrder> expected = where(order -> order.late()
                        && order.waitingFor() != null
                        && order.sellerRegions().contains("SP")
                        && order.customerRegion().equals("RJ"))
                .stream()
                .sorted(Comparator.comparing(SnapshotOrder::due).thenComparing(SnapshotOrder::id))
                .toList();

        BoundQuery.Answer answer = ask("sla-breaches-now", "seller_region=SP", "lane=SP→RJ", "offset=1", "size=2");

        assertThat(rows(answer, "All")).containsExactly(row(expected.size()));
        assertThat(column(rows(answer, "Orders"), 0))
                .containsExactlyElementsOf(ids(expected.stream().skip(1).limit(2)));
    }

    @Test
    void findsThePromisesAtRisk() {
        // Olist's promises have all come due at its end: more days are looked at than there are.
        Instant until = asOf.plus(Duration.ofDays(60));
        List<SnapshotOrder> expected =
                where(order -> order.waitingFor() != null && !order.late() && notAfter(order.promised(), until))
                        .stream()
                        .sorted(Comparator.comparing(SnapshotOrder::promised).thenComparing(SnapshotOrder::id))
                        .toList();

        BoundQuery.Answer answer = ask("sla-at-risk", "until=" + until, "size=100");

        assertThat(rows(answer, "All")).containsExactly(row(expected.size()));
        assertThat(column(rows(answer, "Orders"), 0))
                .containsExactlyElementsOf(ids(expected.stream().limit(100)));
        assertThat(rows(answer, "By the step they wait for"))
                .containsExactlyElementsOf(groups(expected, order -> one(order.waitingFor())).entrySet().stream()
                        .map(group -> row(group.getKey(), group.getValue().size()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"day", "week", "month"})
    void countsBrokenPromisesByPeriod(String period) {
        LocalDate to = LocalDate.ofInstant(asOf, SnapshotOrder.ZONE);
        List<SnapshotOrder> due = promised(LocalDate.EPOCH, to);
        Map<String, List<SnapshotOrder>> periods =
                groups(due, order -> one(startOf(period, order.promisedDay()).toString()));

        BoundQuery.Answer answer = ask("sla-breaches-by-period", "from=2016-01-01", "period=" + period);

        assertThat(rows(answer, "All periods")).containsExactly(rates(due, List.of()));
        assertThat(rows(answer, "By period"))
                .hasSizeGreaterThan(10)
                .containsExactlyElementsOf(periods.entrySet().stream()
                        .map(one -> rates(one.getValue(), List.of(one.getKey())))
                        .toList());
    }

    /** Orders promised for a day from this one on and before that one, less those cancelled and never delivered. */
    private List<SnapshotOrder> promised(LocalDate from, LocalDate to) {
        return where(order -> !order.promisedDay().isBefore(from)
                && order.promisedDay().isBefore(to)
                && (order.cancelled() == null || order.delivered() != null));
    }

    private static LocalDate startOf(String period, LocalDate day) {
        return switch (period) {
            case "day" -> day;
            case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            default -> day.withDayOfMonth(1);
        };
    }

    private static List<@Nullable Object> rates(List<SnapshotOrder> of, List<String> before) {
        long late = count(of, SnapshotOrder::late);
        List<@Nullable Object> row = new ArrayList<>(before);
        row.addAll(row(
                of.size(),
                late,
                count(of, order -> order.late() && order.delivered() != null),
                count(of, order -> order.late() && order.delivered() == null),
                (double) late / of.size()));
        return row;
    }

    @Test
    void countsTheLast90DaysUpToYesterdayByDefault() {
        LocalDate to = LocalDate.ofInstant(asOf, SnapshotOrder.ZONE);

        BoundQuery.Answer answer = ask("sla-breaches-by-period", "lane=SP→SP");

        assertThat(rows(answer, "All periods"))
                .containsExactly(rates(
                        promised(to.minusDays(90), to).stream()
                                .filter(order -> order.lanes().contains("SP→SP"))
                                .toList(),
                        List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"seller", "seller-region", "customer-region", "lane"})
    void ranksByLateRateOverPromisesThatCameDue(String by) {
        List<SnapshotOrder> due = promised(LocalDate.EPOCH, LocalDate.ofInstant(asOf, SnapshotOrder.ZONE));
        Map<String, List<SnapshotOrder>> groups = groups(due, order -> groupsOf(order, by));
        List<List<@Nullable Object>> ranking = groups.entrySet().stream()
                .filter(group -> group.getValue().size() >= Integer.parseInt(minOrders))
                .sorted(Comparator.<Map.Entry<String, List<SnapshotOrder>>>comparingDouble(
                                group -> -(double) count(group.getValue(), SnapshotOrder::late)
                                        / group.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .map(group -> {
                    List<@Nullable Object> rates = rates(group.getValue(), List.of());
                    return row(group.getKey(), rates.get(0), rates.get(1), rates.get(3), rates.get(4));
                })
                .toList();

        BoundQuery.Answer all =
                ask("late-rate", "by=" + by, "from=2016-01-01", "min_orders=" + minOrders, "size=10000");
        BoundQuery.Answer first = ask("late-rate", "by=" + by, "from=2016-01-01", "min_orders=" + minOrders, "size=3");

        long late = count(due, SnapshotOrder::late);
        assertThat(rows(all, "All"))
                .containsExactly(row(
                        due.size(),
                        late,
                        (double) late / due.size(),
                        count(due, order -> groupsOf(order, by).isEmpty()),
                        groups.size()));
        assertThat(ranking).hasSizeBetween(3, groups.size());
        assertThat(rows(all, "Worst first")).containsExactlyElementsOf(ranking);
        assertThat(rows(first, "Worst first")).containsExactlyElementsOf(ranking.subList(0, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"seller", "seller-region"})
    void measuresApprovalToHandoff(String by) {
        List<SnapshotOrder> approved = where(order -> in(order.approved(), begin, asOf) && order.cancelled() == null);

        BoundQuery.Answer answer =
                ask("approval-to-handoff", "by=" + by, since(), "min_orders=" + minOrders, "size=1000");

        assertBottleneck(
                answer,
                approved,
                AskedQueries::handoff,
                order -> groupsOf(order, by),
                Set.of("ASSIGNED", "HANDED_OFF"),
                order -> order.handedOff() != null,
                "Most still waiting");
        Map<String, List<SnapshotOrder>> groups = groups(
                approved.stream().filter(order -> handoff(order) != null).toList(), order -> groupsOf(order, by));
        for (List<@Nullable Object> row : rows(answer, "Slowest first")) {
            List<SnapshotOrder> judged = Objects.requireNonNull(groups.get((String) row.get(0))).stream()
                    .filter(order -> order.limit() != null)
                    .toList();
            long late = count(
                    judged, order -> Objects.requireNonNull(order.handedOff()).isAfter(order.limit()));
            assertThat(row.subList(4, 6)).containsExactly((long) judged.size(), (double) late / judged.size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lane", "customer-region", "seller-region", "seller"})
    void measuresHandoffToDelivery(String by) {
        List<SnapshotOrder> handed = where(order -> in(order.handedOff(), begin, asOf) && order.cancelled() == null);

        BoundQuery.Answer answer =
                ask("handoff-to-delivery", "by=" + by, since(), "min_orders=" + minOrders, "size=1000");

        assertBottleneck(
                answer,
                handed,
                AskedQueries::transit,
                order -> groupsOf(order, by),
                Set.of("DELIVERED"),
                order -> order.delivered() != null,
                "Most still on their way");
    }

    private void assertBottleneck(
            BoundQuery.Answer answer,
            List<SnapshotOrder> of,
            Function<SnapshotOrder, @Nullable Long> seconds,
            Function<SnapshotOrder, Collection<String>> groups,
            Set<String> waitingFor,
            Predicate<SnapshotOrder> ended,
            String waitingTitle) {
        List<SnapshotOrder> measured =
                of.stream().filter(order -> seconds.apply(order) != null).toList();
        List<SnapshotOrder> waiting = of.stream()
                .filter(order -> order.waitingFor() != null && waitingFor.contains(order.waitingFor()))
                .toList();
        List<@Nullable Object> all = rows(answer, "All").get(0);
        assertThat(all.subList(0, 2)).containsExactly((long) of.size(), (long) measured.size());
        assertPercentile(all.get(2), 0.5, measured(of, seconds));
        assertPercentile(all.get(3), 0.95, measured(of, seconds));
        assertThat(all.subList(4, 6))
                .containsExactly(
                        (long) waiting.size(), count(of, order -> ended.test(order) && seconds.apply(order) == null));

        Map<String, List<SnapshotOrder>> sampled = groups(measured, groups);
        sampled.values().removeIf(some -> some.size() < Integer.parseInt(minOrders));
        List<List<@Nullable Object>> slowest = rows(answer, "Slowest first");
        assertThat(slowest).hasSizeGreaterThan(2);
        assertThat(column(slowest, 0)).containsExactlyInAnyOrderElementsOf(sampled.keySet());
        for (List<@Nullable Object> row : slowest) {
            List<SnapshotOrder> group = Objects.requireNonNull(sampled.get((String) row.get(0)));
            assertThat(row.get(1)).isEqualTo((long) group.size());
            assertPercentile(row.get(2), 0.5, measured(group, seconds));
            assertPercentile(row.get(3), 0.95, measured(group, seconds));
        }
        assertThat(slowest.stream().map(row -> (Double) row.get(3)).toList())
                .isSortedAccordingTo(Comparator.reverseOrder());

        assertThat(rows(answer, waitingTitle)).containsExactlyElementsOf(facet(waiting, groups, 1000));
        Map<Long, Long> days = measured(of, seconds).stream()
                .collect(Collectors.groupingBy(some -> some / 86_400, TreeMap::new, Collectors.counting()));
        assertThat(rows(answer, "Distribution by whole days"))
                .containsExactlyElementsOf(days.entrySet().stream()
                        .map(day -> row(day.getKey() * 86_400.0, day.getValue()))
                        .toList());
    }

    @Test
    void measuresTheStagesOfALane() {
        Instant from = asOf.minus(Duration.ofDays(300));
        List<SnapshotOrder> lane = where(order -> order.lanes().contains("SP→RJ") && order.cancelled() == null);

        BoundQuery.Answer answer = ask("stage-times", "lane=SP→RJ", "from=" + from);

        assertStage(answer, "Order to approval", lane, from, SnapshotOrder::approved, AskedQueries::approval);
        assertStage(answer, "Approval to hand-off", lane, from, SnapshotOrder::handedOff, AskedQueries::handoff);
        assertStage(answer, "Hand-off to delivery", lane, from, SnapshotOrder::delivered, AskedQueries::transit);
        assertStage(answer, "Order to delivery", lane, from, SnapshotOrder::delivered, AskedQueries::leadTime);
    }

    private void assertStage(
            BoundQuery.Answer answer,
            String title,
            List<SnapshotOrder> of,
            Instant from,
            Function<SnapshotOrder, @Nullable Instant> end,
            Function<SnapshotOrder, @Nullable Long> seconds) {
        List<Long> values = measured(
                of.stream()
                        .filter(order -> in(end.apply(order), from, asOf.plusMillis(1)))
                        .toList(),
                seconds);
        List<@Nullable Object> row = rows(answer, title).get(0);
        assertThat(values).isNotEmpty();
        assertThat(row.get(0)).isEqualTo((long) values.size());
        assertPercentile(row.get(1), 0.5, values);
        assertPercentile(row.get(2), 0.95, values);
    }

    @Test
    void findsOrdersThatAreStuckForLongerThanTheP95() {
        Instant from = asOf.minus(Duration.ofDays(180));
        List<SnapshotOrder> kept = where(order -> order.cancelled() == null);

        BoundQuery.Answer answer = ask("stuck-orders", "size=100");

        List<@Nullable Object> usual = rows(answer, "What is usual").get(0);
        List<List<Long>> stages = List.of(
                ended(kept, from, SnapshotOrder::approved, AskedQueries::approval),
                ended(kept, from, SnapshotOrder::handedOff, AskedQueries::handoff),
                ended(kept, from, SnapshotOrder::delivered, AskedQueries::transit));
        List<Instant> limits = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            assertThat(usual.get(2 * i)).isEqualTo((long) stages.get(i).size());
            Double p95 = (Double) Objects.requireNonNull(usual.get(2 * i + 1));
            assertPercentile(p95, 0.95, stages.get(i));
            limits.add(asOf.minusMillis(Math.round(p95 * 1000)));
        }
        List<SnapshotOrder> stuck = where(order -> isStuck(order, limits)).stream()
                .sorted(Comparator.comparing(SnapshotOrder::placed).thenComparing(SnapshotOrder::id))
                .toList();
        assertThat(rows(answer, "All")).containsExactly(row(stuck.size()));
        assertThat(column(rows(answer, "Orders, the oldest first"), 0))
                .isNotEmpty()
                .containsExactlyElementsOf(ids(stuck.stream().limit(100)));
        assertThat(rows(answer, "By the step they wait for"))
                .containsExactlyElementsOf(groups(stuck, order -> one(order.waitingFor())).entrySet().stream()
                        .map(group -> row(
                                group.getKey(), group.getValue().size(), count(group.getValue(), SnapshotOrder::late)))
                        .toList());
        assertThat(rows(answer, "By seller region"))
                .containsExactlyElementsOf(facet(stuck, SnapshotOrder::sellerRegions, 50));
        assertThat(rows(answer, "By customer region"))
                .containsExactlyElementsOf(facet(stuck, order -> one(order.customerRegion()), 50));
    }

    private List<Long> ended(
            List<SnapshotOrder> of,
            Instant from,
            Function<SnapshotOrder, @Nullable Instant> end,
            Function<SnapshotOrder, @Nullable Long> seconds) {
        return measured(
                of.stream()
                        .filter(order -> in(end.apply(order), from, asOf.plusMillis(1)))
                        .toList(),
                seconds);
    }

    private static boolean isStuck(SnapshotOrder order, List<Instant> limits) {
        String waitingFor = order.waitingFor();
        if (waitingFor == null) {
            return false;
        }
        Instant ready = order.approved() == null ? order.assigned() : order.approved();
        return switch (waitingFor) {
            case "APPROVED" -> order.placed().isBefore(limits.get(0));
            case "DELIVERED" -> Objects.requireNonNull(order.handedOff()).isBefore(limits.get(2));
            default -> Objects.requireNonNull(ready).isBefore(limits.get(1));
        };
    }

    @Test
    void showsATimelineAndTheCard() {
        Map<String, SnapshotOrder> kinds = new HashMap<>();
        orders.forEach(order -> kinds.putIfAbsent(
                order.state() + order.late() + order.anomalies() + (order.assigned() == null), order));
        assertThat(kinds).hasSizeGreaterThan(5);

        for (SnapshotOrder order : kinds.values()) {
            BoundQuery.Answer answer = ask("order-timeline", "order_id=" + order.id());

            List<List<@Nullable Object>> events = new ArrayList<>();
            event(events, order.placed(), false, "ORDER_PLACED", "OMS", "PLACED");
            event(events, order.approved(), false, "ORDER_APPROVED", "OMS", "APPROVED");
            event(events, order.assigned(), true, "WAREHOUSE_ASSIGNED", "WMS", "ASSIGNED");
            event(events, order.handedOff(), false, "HANDED_TO_CARRIER", "TMS", "HANDED_OFF");
            event(events, order.late() ? order.due() : null, false, "DELIVERY_DELAYED", "TMS", "DELAYED");
            event(events, order.delivered(), false, "DELIVERED", "TMS", "DELIVERED");
            event(events, order.cancelled(), true, "ORDER_CANCELLED", "OMS", "CANCELLED");
            // They stand in the order of their ranks: equal times keep it.
            events.sort(Comparator.comparing(event -> (String) Objects.requireNonNull(event.get(0))));
            assertThat(rows(answer, "Events")).containsExactlyElementsOf(events);
            assertThat(rows(answer, "Card"))
                    .containsExactly(row(
                            order.id(),
                            order.state(),
                            order.stage(),
                            order.waitingFor(),
                            order.promised(),
                            order.late(),
                            order.delivered() == null
                                    ? null
                                    : Duration.between(order.due(), order.delivered())
                                            .toSeconds(),
                            approval(order),
                            handoff(order),
                            transit(order),
                            leadTime(order),
                            order.lanes().isEmpty() ? null : List.copyOf(order.lanes()),
                            order.anomalies().isEmpty() ? null : List.copyOf(order.anomalies())));
        }
    }

    private static void event(
            List<List<@Nullable Object>> events,
            @Nullable Instant at,
            boolean inferred,
            String type,
            String owner,
            String toState) {
        if (at != null) {
            events.add(row(at, inferred, type, owner, toState));
        }
    }

    @Test
    void showsNothingOfAnOrderThatIsUnknown() {
        BoundQuery.Answer answer = ask("order-timeline", "order_id=\"}},{\"match_all\":{}}");

        assertThat(rows(answer, "Events")).isEmpty();
        assertThat(rows(answer, "Card")).isEmpty();
    }

    @Test
    void countsAnomaliesByKind() {
        List<SnapshotOrder> newestFirst = orders.stream()
                .sorted(Comparator.comparing(SnapshotOrder::placed).reversed().thenComparing(SnapshotOrder::id))
                .toList();
        Map<String, List<SnapshotOrder>> kinds = groups(newestFirst, SnapshotOrder::anomalies);

        BoundQuery.Answer answer = ask("sequence-anomalies");

        assertThat(rows(answer, "All"))
                .containsExactly(row(
                        orders.size(), count(orders, order -> !order.anomalies().isEmpty())));
        List<List<@Nullable Object>> rows = rows(answer, "By kind");
        assertThat(rows)
                .hasSizeGreaterThan(1)
                .extracting(row -> row.subList(0, 2))
                .containsExactlyElementsOf(facet(orders, SnapshotOrder::anomalies, 50));
        for (List<@Nullable Object> row : rows) {
            List<String> examples = ids(Objects.requireNonNull(kinds.get((String) row.get(0))).stream()
                    .limit(3));
            assertThat(row.subList(2, 2 + examples.size())).containsExactlyElementsOf(examples);
        }
    }

    @Test
    void everyFilterFilters() {
        for (OpsQuery query : QUERIES.all()) {
            AnswerTable total = null;
            for (AnswerTable table : query.answer()) {
                total = table.rows() == null ? table : total;
            }
            for (Parameter parameter : query.parameters()) {
                if (parameter.optional() && parameter.type() != ParameterType.BOOLEAN) {
                    String fitsNothing = parameter.type() == ParameterType.STRING
                            ? "no such"
                            : parameter.name().endsWith("_to") ? "1970-01-01T00:00:00Z" : "9998-01-01T00:00:00Z";

                    BoundQuery.Answer answer = ask(query.name(), parameter.name() + "=" + fitsNothing);

                    assertThat(rows(answer, Objects.requireNonNull(total).title())
                                    .get(0)
                                    .get(0))
                            .as(query.name() + " " + parameter.name())
                            .isEqualTo(0L);
                }
            }
        }
    }

    @Test
    void searchesByEverythingAtOnce() {
        Instant from = asOf.minus(Duration.ofDays(500));
        Instant to = asOf.minus(Duration.ofDays(20));
        List<SnapshotOrder> expected = where(order ->
                (order.sellerRegions().contains("SP") || order.sellerRegions().contains("MG"))
                        && order.late()
                        && order.state().equals("DELIVERED")
                        && order.stage().equals("DELIVERED")
                        && (order.lanes().contains("SP→RJ") || order.lanes().contains("MG→SP"))
                        && in(order.placed(), from, to)
                        && in(order.promised(), from, to));

        BoundQuery.Answer answer = ask(
                "search-orders",
                "seller_region=SP",
                "seller_region=MG",
                "delayed=true",
                "state=DELIVERED",
                "stage=DELIVERED",
                "lane=SP→RJ",
                "lane=MG→SP",
                "placed_from=" + from,
                "placed_to=" + to,
                "promised_from=" + from,
                "promised_to=" + to,
                "size=100");

        assertFound(
                answer, expected, Comparator.comparing(SnapshotOrder::placed).reversed());
    }

    @Test
    void searchesForOpenOrdersOfASeller() {
        String seller = orders.stream()
                .filter(order -> order.waitingFor() != null && !order.sellers().isEmpty())
                .findFirst()
                .orElseThrow()
                .sellers()
                .iterator()
                .next();
        Set<String> waitingFor = Set.of("DELIVERED", "HANDED_OFF");
        List<SnapshotOrder> expected = where(order -> order.sellers().contains(seller)
                && order.waitingFor() != null
                && waitingFor.contains(order.waitingFor()));

        BoundQuery.Answer answer = ask(
                "search-orders",
                "seller=" + seller,
                "waiting_for=DELIVERED",
                "waiting_for=HANDED_OFF",
                "sort=promised",
                "size=100");

        assertFound(answer, expected, Comparator.comparing(SnapshotOrder::promised));
    }

    @Test
    void searchesByTheBeginningOfAnOrdersId() {
        SnapshotOrder order = orders.get(orders.size() / 2);
        List<SnapshotOrder> expected =
                where(one -> one.id().startsWith(order.id().substring(0, 4)));

        BoundQuery.Answer answer =
                ask("search-orders", "order_id=" + order.id().substring(0, 4), "sort=slowest", "size=100");

        assertFound(
                answer,
                expected,
                Comparator.comparing(one -> Objects.requireNonNullElse(leadTime(one), -1L), Comparator.reverseOrder()));
    }

    @Test
    void searchesByCustomerAndByAnomaly() {
        SnapshotOrder order = orders.stream()
                .filter(one -> one.anomalies().size() == 1)
                .findFirst()
                .orElseThrow();

        BoundQuery.Answer answer = ask(
                "search-orders",
                "customer_id=" + order.customerId(),
                "customer_region=" + order.customerRegion(),
                "anomaly=" + order.anomalies().iterator().next());

        assertFound(answer, List.of(order), Comparator.comparing(SnapshotOrder::placed));
    }

    @Test
    void searchesForLateHandoffs() {
        List<SnapshotOrder> expected = where(order -> order.handedOff() != null
                && order.limit() != null
                && order.handedOff().isAfter(order.limit())
                && order.customerRegion().equals("RJ"));

        BoundQuery.Answer answer =
                ask("search-orders", "handoff_late=true", "customer_region=RJ", "sort=latest", "size=100");

        assertFound(
                answer,
                expected,
                Comparator.comparing(
                        order -> order.delivered() == null
                                ? Long.MIN_VALUE
                                : (Long) Duration.between(order.due(), order.delivered())
                                        .toSeconds(),
                        Comparator.reverseOrder()));
    }

    private static void assertFound(
            BoundQuery.Answer answer, List<SnapshotOrder> expected, Comparator<SnapshotOrder> order) {
        assertThat(expected).isNotEmpty();
        assertThat(rows(answer, "All")).containsExactly(row(expected.size(), count(expected, SnapshotOrder::late)));
        assertThat(column(rows(answer, "Orders"), 0))
                .containsExactlyElementsOf(ids(expected.stream()
                        .sorted(order.thenComparing(SnapshotOrder::id))
                        .limit(100)));
        assertThat(rows(answer, "By state")).containsExactlyElementsOf(facet(expected, one -> one(one.state()), 50));
        assertThat(rows(answer, "By stage")).containsExactlyElementsOf(facet(expected, one -> one(one.stage()), 10));
        assertThat(rows(answer, "By the step they wait for"))
                .containsExactlyElementsOf(facet(expected, one -> one(one.waitingFor()), 10));
        assertThat(rows(answer, "By seller region"))
                .containsExactlyElementsOf(facet(expected, SnapshotOrder::sellerRegions, 50));
        assertThat(rows(answer, "By customer region"))
                .containsExactlyElementsOf(facet(expected, one -> one(one.customerRegion()), 50));
        assertThat(rows(answer, "By lane")).containsExactlyElementsOf(facet(expected, SnapshotOrder::lanes, 30));
    }
}
