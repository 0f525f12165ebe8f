-- Rows 5 to 12, 17, 24, 61 and 95 of the method over all customers, in the corporate currency.

CREATE TABLE member AS
SELECT c.root AS id, c.name, b.tier, a.OwnerId AS owner_id, p.id AS plan, p."end" AS plan_end, p.owner_id AS planner,
       converted(a.ARR__c, c.rate, corporate.ConversionRate) AS revenue,
       -- A field of the day it is read on says nothing of a year before another day (CONTRACT.md "As-of").
       CASE WHEN asked.as_of >= asked.read_on
            THEN converted(a.ARR_Year_Ago__c, c.rate, corporate.ConversionRate) END AS year_ago,
       converted(a.Growth_Potential__c, c.rate, corporate.ConversionRate) AS upside,
       converted(a.Revenue_Target__c, c.rate, corporate.ConversionRate) AS target,
       c.rate, corporate.ConversionRate AS corporate_rate, corporate.IsoCode AS currency,
       50000000 AS high
FROM customer c
JOIN Account a ON a.Id = c.root
JOIN about b USING (root)
JOIN CurrencyType corporate ON corporate.IsCorporate
JOIN asked
LEFT JOIN the_plan p USING (root);

-- Row 10: rank by upside in its own column, beside rank by revenue.
CREATE TABLE ranks AS
SELECT id AS "account.id", name AS "account.name", revenue, upside,
       rank() OVER (ORDER BY revenue DESC) AS revenue_rank,
       CASE WHEN upside IS NOT NULL THEN rank() OVER (ORDER BY upside DESC NULLS LAST) END AS upside_rank
FROM member;

-- Row 6: the fewest customers that make 80 % of revenue.
CREATE TABLE pareto AS
WITH run AS (
    SELECT id, revenue, sum(revenue) OVER (ORDER BY revenue DESC, id) AS up_to,
           sum(revenue) OVER () AS whole, count(*) OVER () AS n
    FROM member
)
SELECT max(whole) AS "revenue.value", sum(revenue) AS top_revenue, percent(count(*), max(n)) AS share
FROM run WHERE (up_to - revenue) * 10 < whole * 8;
CREATE TABLE pareto_top AS
SELECT id, name FROM (
    SELECT id, name, revenue, sum(revenue) OVER (ORDER BY revenue DESC, id) AS up_to,
           sum(revenue) OVER () AS whole
    FROM member
) WHERE (up_to - revenue) * 10 < whole * 8;
CREATE TABLE tier3_with_plan AS SELECT id, name FROM member WHERE tier = 3 AND plan IS NOT NULL;
CREATE TABLE top_without_plan AS
SELECT m.id, m.name FROM pareto_top JOIN member m USING (id) WHERE m.plan IS NULL;

-- Row 11: tier 1 plans for each person who keeps one; fewer than 3 noted, more than 7 red.
CREATE TABLE planners AS
SELECT u.Id AS "owner.id", u.Name AS "owner.name",
       group_concat(m.name, '|') FILTER (WHERE tier = 1) AS tier1_plans,
       group_concat(m.name, '|') FILTER (WHERE tier <> 1) AS other_plans,
       CASE WHEN sum(tier = 1) = 0 THEN 'none' WHEN sum(tier = 1) < 3 THEN 'few'
            WHEN sum(tier = 1) > 7 THEN 'many' ELSE 'fine' END AS status
FROM member m JOIN User u ON u.Id = coalesce(m.planner, m.owner_id)
WHERE m.plan IS NOT NULL
GROUP BY u.Id;

-- Row 5: tier 1 with a plan touched in the planning window, here the last fourth quarter of a fiscal year that
-- has begun (row 14).
CREATE TABLE planning_window AS
SELECT q.first_day, q.last_day
FROM quarter q JOIN Period y ON y.Type = 'Year' AND q.last_day = y.EndDate
WHERE q.first_day <= (SELECT as_of FROM today)
ORDER BY q.first_day DESC LIMIT 1;
CREATE TABLE plan_coverage AS
WITH touched AS (  -- what was changed after as-of was perhaps changed before: unknown unless one change is known
    SELECT m.id, CASE WHEN m.plan IS NULL OR m.plan_end < as_of THEN 0 WHEN max(k.day) >= w.first_day THEN 1
                      WHEN max(x.day) <= as_of THEN 0 END AS is_touched
    FROM member m JOIN planning_window w JOIN today LEFT JOIN plan_change x ON x.root = m.id
    LEFT JOIN plan_known k ON k.root = m.id
    WHERE m.tier = 1 GROUP BY m.id
)
SELECT percent(sum(is_touched), count(is_touched)) AS "percent.value",
       (SELECT first_day FROM planning_window) AS start, (SELECT last_day FROM planning_window) AS "end"
FROM touched;

-- Row 12: a plan held when the growth began, and was there by then; comparable is the same tier and the same side of the
-- threshold a year ago, with somebody on either side. Growth in thousandths of a percent.
CREATE TABLE grown_customer AS
SELECT m.id, m.name, m.tier, m.year_ago >= m.high AS was_high,
       EXISTS (SELECT 1 FROM AccountPlan p, today WHERE p.AccountId = m.id
               AND org_day(p.CreatedDate) <= date(as_of, '-12 months')
               AND date(as_of, '-12 months') BETWEEN p.StartDate AND p.EndDate) AS was_planned,
       (m.revenue - m.year_ago) * 100000 / m.year_ago AS growth
FROM member m WHERE m.year_ago > 0;
CREATE TABLE growth_side AS
WITH comparable AS (
    SELECT g.* FROM grown_customer g
    WHERE EXISTS (SELECT 1 FROM grown_customer o WHERE o.tier = g.tier AND o.was_high = g.was_high
                  AND o.was_planned <> g.was_planned)
),
placed AS (
    SELECT *, row_number() OVER (PARTITION BY was_planned ORDER BY growth) AS place,
           count(*) OVER (PARTITION BY was_planned) AS n
    FROM comparable
)
SELECT was_planned, max(n) AS n, percent(sum(growth), max(n) * 100000) AS mean,
       percent(sum(growth) FILTER (WHERE place IN ((n + 1) / 2, n / 2 + 1)),
               count(*) FILTER (WHERE place IN ((n + 1) / 2, n / 2 + 1)) * 100000) AS median,
       group_concat(name, '|') AS accounts
FROM placed GROUP BY was_planned;
-- A side with nobody is there, and counts nobody.
CREATE TABLE planned_growth AS SELECT coalesce(max(n), 0) AS n, max(mean) AS mean, max(median) AS median,
       max(accounts) AS accounts FROM growth_side WHERE was_planned;
CREATE TABLE unplanned_growth AS SELECT coalesce(max(n), 0) AS n, max(mean) AS mean, max(median) AS median,
       max(accounts) AS accounts FROM growth_side WHERE NOT was_planned;

-- Row 7: what percentiles of the customers would be as thresholds, by nearest rank.
CREATE TABLE percentile AS
WITH asked (percentile) AS (VALUES (50), (67), (80)),
by_revenue AS (SELECT revenue AS value, row_number() OVER (ORDER BY revenue) AS place FROM member),
by_upside AS (
    SELECT upside AS value, row_number() OVER (ORDER BY upside) AS place FROM member
    WHERE upside IS NOT NULL
)
SELECT percentile,
       (SELECT value FROM by_revenue
        WHERE place = (percentile * (SELECT count(*) FROM by_revenue) + 99) / 100) AS "revenue.value",
       (SELECT value FROM by_upside
        WHERE place = (percentile * (SELECT count(*) FROM by_upside) + 99) / 100) AS "potential.value"
FROM asked;

-- Row 61: accounts per sponsor.
CREATE TABLE sponsor_load AS
SELECT s.sponsor AS "sponsor.name", group_concat(c.name, '|') AS accounts
FROM sponsor s JOIN customer c USING (root) WHERE s.sponsor IS NOT NULL GROUP BY s.sponsor;

-- Row 17: quotas of the fiscal year beside plan targets, for each owner.
CREATE TABLE quota AS
SELECT q.QuotaOwnerId AS owner, sum(converted(q.QuotaAmount, r.rate, m.corporate_rate)) AS amount
FROM ForecastingQuota q
JOIN today
JOIN Period year ON year.Type = 'Year' AND as_of BETWEEN year.StartDate AND year.EndDate
JOIN rate r ON r.currency = q.CurrencyIsoCode
JOIN (SELECT DISTINCT corporate_rate FROM member) m
WHERE q.IsAmount AND q.StartDate BETWEEN year.StartDate AND year.EndDate
GROUP BY q.QuotaOwnerId;
CREATE TABLE quota_lines AS
SELECT u.Id AS "owner.id", u.Name AS "owner.name", max(q.amount) AS "quota.value",
       sum(m.target) AS "target.value", group_concat(m.name, '|') AS accounts
FROM member m JOIN User u ON u.Id = m.owner_id LEFT JOIN quota q ON q.owner = u.Id
GROUP BY u.Id;
CREATE TABLE without_quota AS SELECT "owner.id" AS id FROM quota_lines WHERE "quota.value" IS NULL;

-- Row 95: three columns, never summed with one another.
CREATE TABLE expected_lines AS
SELECT m.id AS "account.id", cents_in(e.weighted, m.rate, m.corporate_rate) AS weighted,
       cents_in(e.renewal, m.rate, m.corporate_rate) AS renewal, r.date AS renewal_day,
       cents_in(e.pre_pipeline, m.rate, m.corporate_rate) AS pre_pipeline
FROM member m JOIN expected e ON e.root = m.id JOIN renewal r ON r.root = m.id;
CREATE TABLE expected_total AS
SELECT sum(weighted) AS "weighted.value", sum(renewal) AS "renewal.value",
       sum(pre_pipeline) AS "pre_pipeline.value"
FROM expected_lines;

-- Rows 18 and 24: when a plan is due: 90 days after its last change in tier 1, 183 in tier 2, 30 with active
-- expansion plays; the strictest. Without a plan now; tier 3 has no review of its own.
CREATE TABLE due AS
WITH changed AS (
    SELECT m.id, max(x.day) AS day FROM member m JOIN plan_change x ON x.root = m.id, today
    WHERE m.plan IS NOT NULL GROUP BY m.id HAVING max(x.day) <= as_of  -- else nobody knows
)
SELECT m.id AS "account.id",
       CASE WHEN m.tier = 3 AND m.plan IS NULL THEN NULL
            WHEN m.plan IS NULL OR m.plan_end < as_of THEN as_of
            WHEN EXISTS (SELECT 1 FROM play y WHERE y.root = m.id AND coalesce(y.deal_state, 'open') = 'open')
            THEN date(c.day, '+30 days')
            ELSE date(c.day, '+' || CASE m.tier WHEN 1 THEN 90 ELSE 183 END || ' days') END AS day
FROM member m JOIN today LEFT JOIN changed c USING (id);
