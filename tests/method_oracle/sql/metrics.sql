-- Rows 89 and 90 of the method, SALESFORCE.md 3.4: both kinds side by side.

-- The quarter under review, the one before it, and the four up to its end.
CREATE TABLE span AS
SELECT q.first_day, q.last_day, before.first_day AS before_first, before.last_day AS before_last,
       four.first_day AS four_first
FROM today
JOIN quarter q ON q.place = reviewed
JOIN quarter before ON before.place = reviewed - 1
JOIN quarter four ON four.place = reviewed - 3;

CREATE TABLE bookings AS
SELECT c.root,
       coalesce(sum(d.amount) FILTER (WHERE d.close_date BETWEEN s.first_day AND s.last_day), 0) AS now,
       coalesce(sum(d.amount) FILTER (WHERE d.close_date BETWEEN before_first AND before_last), 0)
           AS before
FROM customer c JOIN span s
LEFT JOIN deal d ON d.root = c.root AND d.state = 'won' AND d.kind = 'expansion'
GROUP BY c.root;

-- Renewed of what was due, by the close dates of renewal deals (decision 4); the baseline is the year before.
CREATE TABLE renewal_due AS
SELECT d.root, d.state, d.amount, d.close_date BETWEEN s.four_first AND s.last_day AS is_now,
       d.close_date BETWEEN date(s.four_first, '-12 months') AND date(s.four_first, '-1 day') AS is_before
FROM deal d JOIN span s
WHERE d.kind = 'renewal';
CREATE TABLE renewed AS
SELECT root,
       percent(coalesce(sum(amount) FILTER (WHERE is_now AND state = 'won'), 0),
               sum(amount) FILTER (WHERE is_now)) AS share,
       percent(coalesce(sum(amount) FILTER (WHERE is_before AND state = 'won'), 0),
               sum(amount) FILTER (WHERE is_before)) AS before
FROM renewal_due
GROUP BY root;

-- A buying centre is engaged when its division has a first event or task with a contact in the period.
CREATE TABLE engaged AS
WITH first_touch AS (
    SELECT root, account, min(day) AS day FROM touch WHERE contact IS NOT NULL GROUP BY account
)
SELECT c.root, count(f.account) FILTER (WHERE f.day BETWEEN s.first_day AND s.last_day) AS now,
       count(f.account) FILTER (WHERE f.day BETWEEN before_first AND before_last) AS before
FROM customer c JOIN span s LEFT JOIN first_touch f ON f.root = c.root
GROUP BY c.root;

-- Tasks closed on or before their date, of those due in the window.
CREATE TABLE completed AS
WITH due AS (
    SELECT t.root, a.ActivityDate AS day,
           a.IsClosed AND org_day(a.CompletedDateTime) <= a.ActivityDate AS on_time
    FROM Task a JOIN today JOIN tree t ON t.account = a.AccountId
    WHERE org_day(a.CreatedDate) <= as_of
          AND (NOT a.IsClosed OR a.CompletedDateTime IS NOT NULL)  -- row 90: closed nobody knows when is neither
)
SELECT c.root,
       percent(sum(on_time) FILTER (WHERE day BETWEEN s.first_day AND s.last_day),
               count(day) FILTER (WHERE day BETWEEN s.first_day AND s.last_day)) AS now,
       percent(sum(on_time) FILTER (WHERE day BETWEEN before_first AND before_last),
               count(day) FILTER (WHERE day BETWEEN before_first AND before_last)) AS before
FROM customer c JOIN span s LEFT JOIN due ON due.root = c.root
GROUP BY c.root;

CREATE TABLE executives AS
SELECT c.root, nullif(coalesce(sum(p.is_executive), 0), 0) AS known,
       coalesce(sum(p.is_executive AND p.touches_90d > 0), 0) AS now
FROM customer c LEFT JOIN contacts p ON p.root = c.root AND NOT p.has_left
GROUP BY c.root;

-- How many executives had been touched in the 90 days up to the end of the quarter before.
CREATE TABLE executives_before AS
SELECT c.root, count(DISTINCT p.id) AS before
FROM customer c JOIN span s
LEFT JOIN contacts p ON p.root = c.root AND p.is_executive AND NOT p.has_left
    AND EXISTS (SELECT 1 FROM touch t WHERE t.contact = p.id
                AND t.day BETWEEN date(before_last, '-90 days') AND before_last)
GROUP BY c.root;

-- Row 74: plays that have reached a deal, of all plays.
-- Its baseline is the quarter's start, of the plays that there were by then.
CREATE TABLE play_start AS
SELECT y.root, org_day(w.CreatedDate) < s.first_day AS was_there,
       org_day(w.CreatedDate) < s.first_day AND org_day(o.CreatedDate) < s.first_day AS had_moved
FROM counted_play y JOIN span s
JOIN Whitespace_Play__c w ON w.Id = y.id
LEFT JOIN Opportunity o ON o.Id = y.opportunity_id;
CREATE TABLE progressed_before AS
SELECT root, percent(coalesce(sum(had_moved), 0), sum(was_there)) AS before FROM play_start GROUP BY root;
CREATE TABLE progressed AS
SELECT c.root, percent(count(y.opportunity_id), count(y.id)) AS now, b.before
FROM customer c
LEFT JOIN counted_play y ON y.root = c.root
LEFT JOIN progressed_before b ON b.root = c.root
GROUP BY c.root;

CREATE TABLE leading AS
SELECT root, 'Active executive relationships' AS name, e.now * 1000 AS current, before * 1000 AS baseline,
       known * 1000 AS target FROM executives e JOIN executives_before USING (root)
UNION ALL SELECT root, 'Buying centers newly engaged', now * 1000, before * 1000, NULL FROM engaged;
CREATE TABLE leading_shares AS
SELECT root, 'Play progression' AS name, now AS current, before AS baseline FROM progressed
UNION ALL SELECT root, 'Action completion', now, before FROM completed;
CREATE TABLE lagging_shares AS
SELECT root, 'Net revenue retention' AS name, percent(current, year_ago) AS current, NULL AS baseline,
       NULL AS target -- row 90: a target is stated, or it is not set; the revenue target is none of NRR
FROM revenue
UNION ALL SELECT c.root, 'Renewal rate', share, before, NULL FROM customer c LEFT JOIN renewed USING (root);
CREATE TABLE lagging_money AS
SELECT root, 'Expansion bookings' AS name, now AS current, before AS baseline, NULL AS target FROM bookings
UNION ALL SELECT root, 'Change in ARR', current - year_ago, NULL, target - year_ago FROM revenue;
