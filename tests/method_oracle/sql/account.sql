-- Rows 1, 7, 8, 18, 39 and 106 of the method.

-- Row 106: days since anybody changed the plan: its record, objectives, measures, plays, tasks.
CREATE TABLE plan_change AS
SELECT p.root, org_day(a.LastModifiedDate) AS day FROM the_plan p JOIN AccountPlan a ON a.Id = p.id
UNION ALL
SELECT p.root, org_day(o.LastModifiedDate)
FROM the_plan p JOIN AccountPlanObjective o ON o.AccountPlanId = p.id
UNION ALL
SELECT p.root, org_day(m.LastModifiedDate)
FROM the_plan p
JOIN AccountPlanObjective o ON o.AccountPlanId = p.id
JOIN AccountPlanObjectiveMeasure m ON m.AccountPlanObjectiveId = o.Id
UNION ALL
SELECT y.root, org_day(w.LastModifiedDate) FROM every_play y JOIN Whitespace_Play__c w ON w.Id = y.id
UNION ALL
-- A task about one of these counts when a person did it (decision 4): who else changed one is not read.
SELECT t.root, org_day(k.CompletedDateTime)
FROM Task k
JOIN today
JOIN tree t ON t.account = k.AccountId
JOIN User u ON u.Id = k.OwnerId
WHERE k.IsClosed AND org_day(k.CompletedDateTime) <= as_of AND k.WhatId IN (
    SELECT id FROM the_plan
    UNION ALL
    SELECT o.Id FROM the_plan p JOIN AccountPlanObjective o ON o.AccountPlanId = p.id
    UNION ALL
    SELECT id FROM every_play
);

-- Days up to as-of on which a person is on record: one within a limit proves that the plan was touched in it, though
-- an edit after as-of hides others.
CREATE TABLE plan_known AS
SELECT root, max(day) AS day FROM (
    SELECT root, day FROM plan_change
    UNION ALL SELECT p.root, org_day(a.CreatedDate) FROM the_plan p JOIN AccountPlan a ON a.Id = p.id
    UNION ALL
    SELECT y.root, org_day(w.CreatedDate)
    FROM the_plan p JOIN every_play y USING (root) JOIN Whitespace_Play__c w ON w.Id = y.id
    UNION ALL
    SELECT p.root, org_day(h.CreatedDate)
    FROM the_plan p
    JOIN AccountPlanObjective o ON o.AccountPlanId = p.id
    JOIN AccountPlanObjectiveMeasure m ON m.AccountPlanObjectiveId = o.Id
    JOIN AccountPlanObjectiveMeasureHistory h ON h.AccountPlanObjectiveMeasureId = m.Id
) JOIN today WHERE day <= as_of GROUP BY root;

-- What was changed after as-of was also changed before, nobody knows when: then the age is unknown.
CREATE TABLE plan AS
WITH aged AS (
    SELECT root, CAST(julianday(as_of) - julianday(max(day)) AS INTEGER) AS days
    FROM plan_change, today GROUP BY root HAVING max(day) <= as_of
)
SELECT p.root, p.id, p.name, u.Name AS owner, p.status, p.start, p."end", aged.days AS age_days,
       CASE WHEN julianday(as_of) - julianday(known.day) <= CASE a.Tier__c WHEN 'Tier 1' THEN 90 ELSE 183 END THEN 0
            WHEN aged.days IS NOT NULL THEN 1 END AS is_stale  -- row 18
FROM the_plan p
JOIN today
LEFT JOIN plan_known known ON known.root = p.root
JOIN Account a ON a.Id = p.root
LEFT JOIN User u ON u.Id = p.owner_id
LEFT JOIN aged ON aged.root = p.root;

-- Rows 7 and 8: both axes in the corporate currency, thresholds of the options; the potential is the field, else
-- the value of the white space.
CREATE TABLE axes AS
SELECT c.root, coalesce(cents(a.Growth_Potential__c), w.value) AS potential,
       converted(a.ARR__c, c.rate, corporate.ConversionRate) >= 50000000 AS is_high,
       converted(a.Growth_Potential__c, c.rate, corporate.ConversionRate) >= 25000000 AS has_potential
FROM customer c
JOIN Account a ON a.Id = c.root
JOIN whitespace w USING (root)
JOIN CurrencyType corporate ON corporate.IsCorporate;

CREATE TABLE about AS
SELECT c.root, c.name, CAST(substr(a.Tier__c, 6) AS INTEGER) AS tier, 'Account.Tier__c' AS tier_source,
       CASE WHEN is_high AND has_potential THEN 'strategic'
            WHEN has_potential THEN 'land_expand'
            WHEN is_high AND NOT has_potential THEN 'retention'
            WHEN NOT has_potential THEN 'motion' END AS segment,
       u.Name AS owner, u.Title AS owner_title, m.Name AS manager, a.Industry AS industry,
       a.Ownership AS ownership, a.NumberOfEmployees AS employees,
       cents(a.AnnualRevenue) AS annual_revenue, cents(a.Growth_Potential__c) AS potential,
       a.Website AS website, a.Description AS description, a.Expansion_Thesis__c AS expansion_thesis,
       a.Value_Proposition__c AS value_proposition, a.Playbook__c AS playbook, c.currency,
       a.Last_EBR__c AS last_review,
       thousandths(a.Health_Score__c) AS health, a.Health_Trend__c AS health_trend,
       coalesce(a.BillingCity || ', ' || a.BillingCountry, a.BillingCity, a.BillingCountry) AS location,
       (SELECT count(*) FROM tree t WHERE t.root = c.root AND depth > 0) AS divisions_count,
       -- The earliest contract, asset or won deal.
       min((SELECT min(start) FROM contracts k WHERE k.root = c.root),
           (SELECT min(o.InstallDate) FROM Asset o JOIN tree t ON t.account = o.AccountId
            WHERE t.root = c.root AND NOT o.IsCompetitorProduct),
           (SELECT min(close_date) FROM won_deals w WHERE w.root = c.root)) AS customer_since
FROM customer c
JOIN Account a ON a.Id = c.root
JOIN axes USING (root)
LEFT JOIN User u ON u.Id = a.OwnerId
LEFT JOIN User m ON m.Id = u.ManagerId;
CREATE TABLE divisions AS
SELECT t.root, t.account AS id, t.name, a.ParentId AS parent_id, t.depth, a.BillingCountry AS country,
       a.Industry AS industry
FROM tree t JOIN Account a ON a.Id = t.account;

CREATE TABLE reviewed_period AS
SELECT c.root, q.name AS quarter, q.first_day AS quarter_start, q.last_day AS quarter_end,
       n.name AS next_quarter, n.last_day AS next_quarter_end, l.last_day AS coming_quarter_end,
       y.StartDate AS year_start, y.EndDate AS year_end
FROM customer c
JOIN today
JOIN quarter q ON q.place = reviewed
JOIN quarter n ON n.place = reviewed + 1
-- Row 98, part 4: plays of the next quarter, the one after that which is running.
JOIN quarter l ON l.place = reviewed + 2
-- The plan is of the fiscal year that holds as-of (CONTRACT.md).
JOIN Period y ON y.Type = 'Year' AND as_of BETWEEN y.StartDate AND y.EndDate;

-- Row 9: what the selection stands on; the thresholds of row 7 in the customer's currency.
CREATE TABLE selection AS
SELECT c.root, converted('500000', corporate.ConversionRate, c.rate) AS revenue_threshold,
       converted('250000', corporate.ConversionRate, c.rate) AS potential_threshold,
       cents(a.Total_Addressable_Spend__c) AS addressable_spend,
       percent(cents(a.ARR__c), cents(a.Total_Addressable_Spend__c)) AS share_of_spend,
       thousandths(a.Market_Share__c) AS market_share, thousandths(a.Growth_Rate__c) AS growth_rate,
       u.product_count AS products_owned, a.Territory__c AS territory
FROM customer c
JOIN Account a ON a.Id = c.root
JOIN CurrencyType corporate ON corporate.IsCorporate
LEFT JOIN (SELECT root, count(DISTINCT product) AS product_count FROM owned GROUP BY root) u
    ON u.root = c.root;

-- Row 41: where the divisions are. Row 47: ARR times the years as a customer, where the customer says what it gained.
CREATE TABLE places AS
SELECT t.root, a.BillingCountry AS country, count(*) AS divisions
FROM tree t JOIN Account a ON a.Id = t.account WHERE t.depth > 0 GROUP BY t.root, a.BillingCountry;
CREATE TABLE lifetime AS
SELECT b.root, percent(julianday(as_of) - julianday(b.customer_since), 36525) AS years,
       CASE WHEN a.Value_Realised__c IS NOT NULL
            THEN cents_in(r.current * CAST(julianday(as_of) - julianday(b.customer_since) AS INTEGER) * 100,
                          '36525', '1') END AS paid,
       cents(a.Value_Realised__c) AS gained
FROM about b JOIN today JOIN revenue r USING (root) JOIN Account a ON a.Id = b.root;
CREATE TABLE rescue AS SELECT root, paid > gained AS is_rescue FROM lifetime;

CREATE TABLE facts AS
SELECT c.root, coalesce(a.Annual_Revenue_Source__c, 'Account.AnnualRevenue') AS annual_revenue_source,
       CAST(a.Annual_Revenue_Year__c AS INTEGER) AS annual_revenue_year,
       a.Private_Equity_Owned__c AS private_equity
FROM customer c JOIN Account a ON a.Id = c.root;

-- Row 92: the plays that shall close by the renewal. Row 94: what the plan may take.
CREATE TABLE renewal_plays AS
SELECT y.root, y.name, y.unit, y.value, y.owner, y.close_date
FROM play y JOIN renewal r USING (root)
WHERE y.close_date <= r.date AND coalesce(y.deal_state, 'open') = 'open';
