-- Rows 32 and 35 of the method.

CREATE TABLE ticket AS
SELECT t.root, k.Id AS id, k.Priority AS priority, k.IsEscalated AS is_escalated, k.Reason AS theme,
       k.MilestoneStatus AS milestones,
       org_day(k.CreatedDate) AS created,
       -- A case closed later is still open (decision 4).
       CASE WHEN org_day(k.ClosedDate) <= as_of THEN org_day(k.ClosedDate) END AS closed,
       strftime('%s', substr(k.ClosedDate, 1, 19)) - strftime('%s', substr(k.CreatedDate, 1, 19))
           AS seconds
FROM "Case" k JOIN today JOIN tree t ON t.account = k.AccountId
WHERE org_day(k.CreatedDate) <= as_of;

CREATE TABLE support AS
SELECT c.root, count(k.id) FILTER (WHERE k.closed IS NULL) AS open,
       count(k.id) FILTER (WHERE k.closed IS NULL AND k.is_escalated) AS escalated,
       CAST(max(julianday(as_of) - julianday(k.created)) FILTER (WHERE k.closed IS NULL) AS INTEGER)
           AS oldest_open_days
FROM customer c JOIN today LEFT JOIN ticket k ON k.root = c.root
GROUP BY c.root;

CREATE TABLE open_tickets AS
SELECT root, priority, count(*) AS count FROM ticket WHERE closed IS NULL GROUP BY root, priority;

CREATE TABLE ticket_quarters AS
SELECT c.root, q.name AS quarter,
       count(k.id) FILTER (WHERE k.created BETWEEN q.first_day AND q.last_day) AS opened,
       count(k.id) FILTER (WHERE k.closed BETWEEN q.first_day AND q.last_day) AS closed
FROM customer c
JOIN today
JOIN quarter q ON q.place BETWEEN reviewed - 7 AND reviewed
LEFT JOIN ticket k ON k.root = c.root
GROUP BY c.root, q.place;

-- Median days to close, of the cases closed in each quarter and in the last four.
CREATE TABLE ticket_median AS
WITH span (name, first_day, last_day) AS (
    SELECT q.name, q.first_day, q.last_day FROM quarter q, today WHERE q.place BETWEEN reviewed - 7 AND reviewed
    UNION ALL
    SELECT 'four', min(q.first_day), max(q.last_day) FROM quarter q, today
    WHERE q.place BETWEEN reviewed - 3 AND reviewed
),
took AS (
    SELECT k.root, s.name, k.seconds
    FROM ticket k JOIN span s ON k.closed BETWEEN s.first_day AND s.last_day
),
placed AS (
    SELECT root, name, seconds, row_number() OVER (PARTITION BY root, name ORDER BY seconds) AS place,
           count(*) OVER (PARTITION BY root, name) AS n
    FROM took
)
SELECT root, name, percent(sum(seconds), count(*) * 86400 * 100) AS median_days
FROM placed WHERE place IN ((n + 1) / 2, n / 2 + 1)
GROUP BY root, name;

CREATE TABLE quarter_medians AS
SELECT q.root, q.quarter, m.median_days
FROM ticket_quarters q LEFT JOIN ticket_median m ON m.root = q.root AND m.name = q.quarter;
CREATE TABLE four_quarters AS
SELECT c.root, m.median_days
FROM customer c LEFT JOIN ticket_median m ON m.root = c.root AND m.name = 'four';

CREATE TABLE themes AS
SELECT k.root, k.theme, count(*) AS count
FROM ticket k JOIN today
JOIN quarter q ON q.place BETWEEN reviewed - 3 AND reviewed AND k.created BETWEEN q.first_day AND q.last_day
GROUP BY k.root, k.theme;

CREATE TABLE activity AS
SELECT c.root, count(t.id) FILTER (WHERE t.day >= date(as_of, '-30 days')) AS last_30d,
       count(t.id) FILTER (WHERE t.day >= since_90_days) AS last_90d, max(t.day) AS last_touch,
       max(t.day) FILTER (WHERE p.is_executive) AS last_executive_touch
FROM customer c JOIN today LEFT JOIN touch t ON t.root = c.root LEFT JOIN person p ON p.id = t.contact
GROUP BY c.root;

CREATE TABLE activity_by_owner AS
SELECT t.root, u.Name AS owner, count(*) AS count
FROM touch t JOIN today JOIN User u ON u.Id = t.owner
WHERE t.day >= since_90_days
GROUP BY t.root, t.owner;

CREATE TABLE usage AS
SELECT c.root, count(DISTINCT o.product) AS product_count, count(DISTINCT o.account) AS team_count,
       sum(o.quantity) AS quantity, sum(o.users) AS active_users
FROM customer c LEFT JOIN owned_asset o ON o.root = c.root GROUP BY c.root;

-- By month, the last twelve with the one that holds as-of.
CREATE TABLE activity_by_month AS
WITH RECURSIVE months (back, first_day) AS (
    SELECT 0, date(as_of, 'start of month') FROM today
    UNION ALL
    SELECT back + 1, date(first_day, '-1 month') FROM months WHERE back < 11
)
SELECT c.root, m.first_day AS month, count(t.id) AS count
FROM customer c JOIN months m
LEFT JOIN touch t ON t.root = c.root AND date(t.day, 'start of month') = m.first_day
GROUP BY c.root, m.first_day;

-- What is in use, by product and by division.
CREATE TABLE usage_products AS
SELECT root, p.Name AS name, p.Family AS family, count(DISTINCT account) AS teams,
       sum(quantity) AS quantity, sum(users) AS active_users,
       percent(sum(users), sum(quantity)) AS adoption, min(until) AS until
FROM owned_asset JOIN Product2 p ON p.Id = product GROUP BY root, product;
CREATE TABLE usage_teams AS
SELECT root, unit AS name, count(DISTINCT product) AS products, sum(quantity) AS quantity,
       replace(group_concat(DISTINCT p.Name), ',', '|') AS product_names,
       CASE WHEN count(users) = count(*) THEN sum(users) END AS active_users  -- unknown where one's are
FROM owned_asset JOIN Product2 p ON p.Id = product GROUP BY account;

CREATE TABLE support_by_age AS
SELECT root, CASE WHEN days <= 7 THEN '0-7' WHEN days <= 30 THEN '8-30' WHEN days <= 90 THEN '31-90' ELSE '90+' END
           AS age, count(*) AS count
FROM (SELECT root, julianday(as_of) - julianday(created) AS days FROM ticket, today WHERE closed IS NULL)
GROUP BY 1, 2;

-- Row 35: by the level of the customer's person.
CREATE TABLE activity_by_level AS
SELECT t.root,
       CASE WHEN c.TitleType IN ('C-Level', 'VP') THEN 'executive'
            WHEN c.TitleType IN ('Director', 'Manager') THEN 'middle'
            WHEN c.Id IS NOT NULL THEN 'other' ELSE 'unnamed' END AS level,
       count(*) FILTER (WHERE t.day >= date(as_of, '-30 days')) AS last_30d, count(*) AS last_90d
FROM touch t JOIN today LEFT JOIN Contact c ON c.Id = t.contact
WHERE t.day >= since_90_days
GROUP BY 1, 2;
CREATE TABLE executive_days AS
SELECT root, CAST(julianday(as_of) - julianday(last_executive_touch) AS INTEGER) AS executive_days
FROM activity, today;

-- Row 32: cases of the last four quarters that missed a milestone; unknown where no case says anything of any.
CREATE TABLE missed_milestones AS
SELECT c.root, CASE WHEN count(k.milestones) > 0 THEN sum(coalesce(k.milestones LIKE '%Violation', 0)) END
           AS missed_milestones
FROM customer c JOIN today
LEFT JOIN (
    SELECT k.* FROM ticket k JOIN today
    JOIN quarter q ON q.place BETWEEN reviewed - 3 AND reviewed AND k.created BETWEEN q.first_day AND q.last_day
) k ON k.root = c.root
GROUP BY c.root;
