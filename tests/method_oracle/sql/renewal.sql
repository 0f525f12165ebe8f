-- Rows 29, 30 and 92 of the method, decision 4 on renewals. The sources of a renewal in order of trust:
-- contract, asset, open renewal deal (decision 10); the sample has no service contracts, no subscriptions
-- and no renewal date on the account.

-- What is owned and its term; a rival's product is not ours, and what is obsolete runs no more.
CREATE TABLE owned_asset AS
SELECT t.root, t.account, t.name AS unit, a.Id AS id, a.Product2Id AS product,
       thousandths(a.Quantity) AS quantity, converted(a.ARR__c, r.rate, t.rate) AS arr,
       thousandths(a.Active_Users__c) AS users, a.InstallDate AS since, a.UsageEndDate AS until
FROM Asset a
JOIN today
JOIN tree t ON t.account = a.AccountId
LEFT JOIN rate r ON r.currency = a.CurrencyIsoCode
WHERE NOT a.IsCompetitorProduct AND a.Status <> 'Obsolete'
  AND a.InstallDate <= as_of AND a.UsageEndDate >= as_of;

CREATE TABLE contracts AS
SELECT t.root, t.account, t.name AS unit, c.Id AS id, c.ContractNumber AS number,
       c.StartDate AS start, c.EndDate AS "end", c.ContractTerm AS term_months, c.Status AS status,
       c.Auto_Renew__c AS auto_renews, thousandths(c.Notice_Period_Days__c) / 1000 AS notice_days,
       CAST(c.OwnerExpirationNotice AS INTEGER) AS reminder
FROM Contract c JOIN today JOIN tree t ON t.account = c.AccountId
WHERE org_day(c.CreatedDate) <= as_of;

CREATE TABLE renewal_candidate AS
SELECT root, account, "end" AS day, 'contract end' AS source, 1 AS trust FROM contracts, today
WHERE "end" >= as_of
UNION ALL
SELECT root, account, until, 'asset end', 2 FROM owned_asset
UNION ALL
SELECT root, account, close_date, 'open renewal opportunity', 3 FROM open_deals
WHERE kind = 'renewal';

-- The earliest date from as-of on, and the division that renews then.
CREATE TABLE next_renewal AS
SELECT root, account, day, trust FROM (
    SELECT root, account, day, trust,
           row_number() OVER (PARTITION BY root ORDER BY day, trust) AS place
    FROM renewal_candidate, today WHERE day >= as_of
) WHERE place = 1;

-- An account is covered by what is stated for it or for one above it.
CREATE TABLE above AS
WITH RECURSIVE up (account, ancestor, distance) AS (
    SELECT account, account, 0 FROM tree
    UNION ALL
    SELECT up.account, a.ParentId, up.distance + 1 FROM up JOIN Account a ON a.Id = up.ancestor
    WHERE a.ParentId IS NOT NULL
)
SELECT * FROM up;

-- The renewal deal: of the same division, or closing within a quarter; the nearest of them.
CREATE TABLE renewal_deal AS
SELECT root, id, amount, owner, close_date FROM (
    SELECT n.root, d.id, d.amount, d.owner, d.close_date,
           row_number() OVER (
               PARTITION BY n.root ORDER BY abs(julianday(d.close_date) - julianday(n.day))
           ) AS place
    FROM next_renewal n
    JOIN open_deals d ON d.root = n.root AND d.kind = 'renewal'
    WHERE d.account = n.account
       OR d.close_date BETWEEN date(n.day, '-92 days') AND date(n.day, '+92 days')
) WHERE place = 1;

-- The assets of the division and of all below it that end on that day.
CREATE TABLE expiring AS
SELECT n.root, sum(a.arr) AS arr
FROM next_renewal n
JOIN owned_asset a ON a.root = n.root AND a.until = n.day
JOIN above u ON u.account = a.account AND u.ancestor = n.account
GROUP BY n.root;

-- The contract that ends next, of the division that renews or of one above it: what it says of notice.
CREATE TABLE renewing_contract AS
SELECT root, auto_renews, notice_days FROM (
    SELECT n.root, c.auto_renews, c.notice_days,
           row_number() OVER (PARTITION BY n.root ORDER BY u.distance, c."end") AS place
    FROM next_renewal n
    JOIN above u ON u.account = n.account
    JOIN contracts c ON c.account = u.ancestor
    JOIN today ON c."end" >= as_of
) WHERE place = 1;

CREATE TABLE renewal AS
SELECT c.root, n.day AS date, CAST(julianday(n.day) - julianday(as_of) AS INTEGER) AS days,
       -- The deal's amount, the expiring assets, the division's ARR, the account's.
       coalesce(d.amount, e.arr, converted(division.ARR__c, r.rate, c.rate), revenue.current) AS value,
       d.id AS opportunity_id, d.owner, k.auto_renews, k.notice_days,
       -- Row 92: red within 180 days without a renewal opportunity or an owner. Attention at a gate: 90 days
       -- before, when the deal's own date has passed, or when no strategy is written a year before; in tier 3, run
       -- by motion (row 4), its playbook is the strategy.
       CASE WHEN n.day <= date(as_of, '+180 days') AND (d.id IS NULL OR d.owner IS NULL) THEN 'red'
            WHEN n.day < date(as_of, '+90 days') OR d.close_date < as_of THEN 'attention'
            WHEN a.Renewal_Strategy__c IS NULL AND NOT (a.Tier__c = 'Tier 3' AND a.Playbook__c IS NOT NULL)
                 AND n.day <= date(as_of, '+365 days') THEN 'attention'
            ELSE 'ok' END AS status,
       a.Renewal_Strategy__c AS strategy
FROM customer c
JOIN today
JOIN Account a ON a.Id = c.root
JOIN revenue USING (root)
LEFT JOIN next_renewal n USING (root)
LEFT JOIN Account division ON division.Id = n.account
LEFT JOIN rate r ON r.currency = division.CurrencyIsoCode
LEFT JOIN renewal_deal d USING (root)
LEFT JOIN expiring e USING (root)
LEFT JOIN renewing_contract k USING (root);

-- Row 92: T-365, T-180, T-120, T-90.
CREATE TABLE milestones AS
WITH before (days) AS (VALUES (365), (180), (120), (90))
SELECT root, days AS days_before, date(day, '-' || days || ' days') AS date,
       date(day, '-' || days || ' days') < as_of AS is_past
FROM next_renewal, before, today;

-- Row 29: every source's own date, and whether those of the division that renews agree: within 31 days of one
-- another, where a deal may close a quarter before the term ends (decision 4).
CREATE TABLE renewal_sources AS
SELECT root, source, coalesce(min(day) FILTER (WHERE day >= as_of), min(day)) AS date
FROM renewal_candidate, today GROUP BY root, source;

CREATE TABLE renewal_conflict AS
WITH own AS (
    SELECT n.root, r.source, min(r.day) AS day
    FROM next_renewal n
    JOIN above u ON u.ancestor = n.account
    JOIN renewal_candidate r ON r.account = u.account
    JOIN today ON r.day >= as_of
    -- Where a contract of the division renews, what ends with another contract that covers it is of another term.
    WHERE r.source = 'contract end'
       OR n.trust > 1
       OR NOT EXISTS (
           SELECT 1 FROM above x
           JOIN contracts k ON k.account = x.ancestor
           WHERE x.account = r.account AND k."end" >= as_of AND k."end" <> n.day
             AND julianday(r.day) - julianday(k."end")
                 BETWEEN CASE WHEN r.trust = 3 THEN -92 ELSE -31 END AND 31
       )
    GROUP BY n.root, r.source
),
term AS (
    SELECT root, min(day) AS earliest, max(day) AS latest FROM own
    WHERE source <> 'open renewal opportunity' GROUP BY root
)
SELECT n.root,
       coalesce(julianday(t.latest) - julianday(t.earliest) > 31, 0)
       OR coalesce(o.day NOT BETWEEN date(t.earliest, '-92 days') AND date(t.earliest, '+31 days'), 0)
           AS conflict
FROM next_renewal n
LEFT JOIN term t USING (root)
LEFT JOIN own o ON o.root = n.root AND o.source = 'open renewal opportunity';

-- Row 29: notice has to be given so many days before the contract's own end; what our CRM reminds us of is no term.
CREATE TABLE notice AS
-- It was missed where it passed and the contract neither renews by itself nor was renewed (row 92); NULL where nothing
-- says whether it renews by itself.
SELECT c.root, date(k."end", '-' || k.notice_days || ' days') AS notice_by, k.reminder AS reminder_days,
       date(k."end", '-' || k.notice_days || ' days') < as_of AND NOT k.auto_renews
       AND NOT EXISTS (
           SELECT 1 FROM deal d
           WHERE d.account = k.account AND d.kind = 'renewal' AND d.state = 'won'
             AND d.close_date >= date(k."end", '-183 days')
       )
       AND NOT EXISTS (
           SELECT 1 FROM contracts x WHERE x.account = k.account AND x.start > k.start
            AND x.start BETWEEN date(k."end", '-183 days') AND date(k."end", '+183 days')
       ) AS notice_missed
FROM customer c JOIN today LEFT JOIN (
    SELECT n.root, c.account, c.start, c."end", c.notice_days, c.reminder, c.auto_renews,
           row_number() OVER (PARTITION BY n.root ORDER BY u.distance, c."end") AS place
    FROM next_renewal n
    JOIN above u ON u.account = n.account
    JOIN contracts c ON c.account = u.ancestor
    JOIN today ON c."end" >= as_of
) k ON k.root = c.root AND k.place = 1;

-- Row 30: a term was renewed by the won renewal deal of its account that closed nearest to its end: on time in
-- the last 90 days before it, early before those, late after; without a deal or a next term it lapsed.
CREATE TABLE contract_renewed AS
SELECT k.root, k.id, d.days AS renewed_days,
       CASE WHEN d.days < -90 THEN 'early' WHEN d.days <= 0 THEN 'on_time' WHEN d.days > 0 THEN 'late' END
           AS renewed
FROM contracts k JOIN today
LEFT JOIN (
    SELECT k.id, CAST(julianday(d.close_date) - julianday(k."end") AS INTEGER) AS days,
           row_number() OVER (
               PARTITION BY k.id ORDER BY abs(julianday(d.close_date) - julianday(k."end"))
           ) AS place
    FROM contracts k
    JOIN deal d ON d.account = k.account AND d.kind = 'renewal' AND d.state = 'won'
               AND d.close_date BETWEEN k.start AND date(k."end", '+365 days')
    JOIN today ON k."end" < as_of
) d ON d.id = k.id AND d.place = 1;
CREATE TABLE contract_history AS
SELECT c.root, count(r.renewed) AS ended, count(*) FILTER (WHERE renewed = 'on_time') AS on_time,
       count(*) FILTER (WHERE renewed = 'early') AS early, count(*) FILTER (WHERE renewed = 'late') AS late
FROM customer c LEFT JOIN contract_renewed r ON r.root = c.root GROUP BY c.root;
