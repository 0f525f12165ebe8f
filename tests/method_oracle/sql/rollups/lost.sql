-- Row 116 of the method: lost deals of 36 months, what became of each, and the quarter in which to take it up again,
-- three fiscal quarters after the loss. Sums are in the corporate currency.

CREATE TABLE lost_one AS
SELECT d.*, c.name AS account_name, c.currency, converted(o.Amount, r.rate, k.ConversionRate) AS worth,
       o.PushCount AS pushed, u.IsActive AS is_owner_active, q.place AS in_quarter
FROM lost_deals d
JOIN customer c USING (root)
JOIN Opportunity o ON o.Id = d.id
JOIN CurrencyType k ON k.IsCorporate
LEFT JOIN rate r ON r.currency = o.CurrencyIsoCode
LEFT JOIN User u ON u.Id = o.OwnerId
JOIN quarter q ON d.close_date BETWEEN q.first_day AND q.last_day;

CREATE TABLE lost_product AS
SELECT DISTINCT d.id, l.Product2Id AS product FROM lost_one d JOIN OpportunityLineItem l ON l.OpportunityId = d.id;

-- Deals of the same division after the loss, and whether they are about one of its products.
CREATE TABLE lost_later AS
SELECT d.id, n.id AS later, n.state, n.close_date, n.kind, n.amount, n.created > d.close_date AS is_new,
       EXISTS (SELECT 1 FROM OpportunityLineItem l JOIN lost_product p ON p.product = l.Product2Id AND p.id = d.id
               WHERE l.OpportunityId = n.id) AS is_same
FROM lost_one d JOIN deal n ON n.account = d.account AND n.id <> d.id
WHERE n.state = 'open' OR n.state IN ('won', 'lost') AND n.close_date > d.close_date;
-- What was won, opened or planned takes it up where it was created after the loss; won back is what is in place today.
CREATE TABLE lost_outcome AS
SELECT d.id, CASE
    WHEN EXISTS (SELECT 1 FROM lost_later l JOIN lost_product p ON p.id = d.id
                 JOIN OpportunityLineItem i ON i.OpportunityId = l.later AND i.Product2Id = p.product
                 JOIN owned_asset a ON a.account = d.account AND a.product = p.product
                 WHERE l.id = d.id AND l.is_new AND l.state = 'won') THEN 'won_back'
    WHEN EXISTS (SELECT 1 FROM owned_asset a JOIN lost_product p ON p.product = a.product AND p.id = d.id
                 WHERE a.account = d.account AND a.since > d.close_date) THEN 'won_back'
    WHEN EXISTS (SELECT 1 FROM lost_later l WHERE l.id = d.id AND l.is_same AND l.is_new AND l.state = 'open') THEN 'pursued'
    WHEN EXISTS (SELECT 1 FROM lost_later l WHERE l.id = d.id AND l.is_same AND l.is_new AND l.state = 'won') THEN 'won'
    WHEN EXISTS (SELECT 1 FROM play y JOIN Whitespace_Play__c w ON w.Id = y.id JOIN lost_product p ON p.product = y.product AND p.id = d.id
                 WHERE y.account = d.account AND org_day(w.CreatedDate) > d.close_date) THEN 'planned'
    WHEN EXISTS (SELECT 1 FROM lost_later l WHERE l.id = d.id AND l.is_same AND l.state = 'lost') THEN 'lost_again'
    ELSE 'none' END AS state
FROM lost_one d;

-- The last day of a quarter on which people work: no weekend, and nothing from 24 December to 1 January.
CREATE TABLE working_end AS
WITH days (place, day) AS (SELECT q.place, date(q.last_day, '-' || back || ' days') FROM quarter q
                           JOIN (SELECT column1 AS back FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11))))
SELECT place, max(day) AS day FROM days
WHERE strftime('%w', day) NOT IN ('0', '6') AND strftime('%m-%d', day) < '12-24' AND strftime('%m-%d', day) <> '01-01'
GROUP BY place;

CREATE TABLE lost_shown AS
SELECT d.id AS "deal.id", d.root AS "account.id", d.account_name AS "account.name", d.currency, d.name AS "deal.name", d.unit AS "deal.unit",
       d.kind AS "deal.kind", d.amount AS "deal.amount", d.close_date AS "deal.close_date", d.created AS "deal.created",
       d.owner AS "deal.owner.name", d.loss_reason AS "deal.loss_reason", d.competitors AS "deal.competitors",
       d.products AS "deal.products", d.worth, d.amount IS NOT NULL AND d.worth IS NULL AS is_without_rate, d.pushed AS pushes, d.is_owner_active, lost.first_day AS "quarter.start",
       again.first_day AS "again.start", CASE WHEN x.state = 'none' THEN w.day END AS by, x.state AS "outcome.state",
       CASE WHEN x.state <> 'none' THEN 'none' WHEN again.place < running.place THEN 'overdue'
            WHEN again.place = running.place THEN 'this_quarter' WHEN again.place = running.place + 1 THEN 'next_quarter'
            ELSE 'later' END AS due
FROM lost_one d JOIN today
JOIN lost_outcome x USING (id)
JOIN quarter lost ON lost.place = d.in_quarter
JOIN quarter again ON again.place = d.in_quarter + 3
JOIN quarter running ON as_of BETWEEN running.first_day AND running.last_day
JOIN working_end w ON w.place = max(again.place, running.place);

CREATE TABLE lost_people AS
SELECT o.OpportunityId AS of_deals, c.id, max(o.Role) AS stated_role, max(o.IsPrimary) AS is_primary, c.strength AS strength_now,
       c.has_left, c.last_touch, c.title AS title_now
FROM OpportunityContactRole o JOIN contacts c ON c.id = o.ContactId
WHERE o.OpportunityId IN (SELECT id FROM lost_one) GROUP BY o.OpportunityId, c.id;

-- Totals: how many, and what of it has an amount.
CREATE TABLE lost_tally AS
SELECT 'total' AS list, NULL AS name, id, worth FROM lost_one
UNION ALL SELECT 'renewals', NULL, id, worth FROM lost_one WHERE kind = 'renewal'
UNION ALL SELECT 'due', s.due, d.id, d.worth FROM lost_one d JOIN lost_shown s ON s."deal.id" = d.id
UNION ALL SELECT 'reasons', loss_reason, id, worth FROM lost_one
UNION ALL SELECT DISTINCT 'rivals', k.CompetitorName, d.id, d.worth FROM lost_one d JOIN OpportunityCompetitor k ON k.OpportunityId = d.id
UNION ALL SELECT 'unopposed', NULL, id, worth FROM lost_one WHERE id NOT IN (SELECT OpportunityId FROM OpportunityCompetitor)
UNION ALL SELECT 'won_back', NULL, d.id, d.worth FROM lost_one d JOIN lost_outcome x USING (id) WHERE x.state = 'won_back';
CREATE TABLE lost_sum AS
SELECT column1 AS list, count(t.id) AS count, coalesce(sum(t.worth), 0) AS "amount.value",
       count(t.worth) || '|' || count(t.id) AS "amount.of", group_concat(t.id, '|') AS "amount.ids"
FROM (VALUES ('total'), ('renewals'), ('unopposed'), ('won_back')) LEFT JOIN lost_tally t ON t.list = column1 GROUP BY column1;
CREATE TABLE lost_total AS SELECT * FROM lost_sum WHERE list = 'total';
CREATE TABLE lost_renewals AS SELECT * FROM lost_sum WHERE list = 'renewals';
CREATE TABLE lost_unopposed AS SELECT * FROM lost_sum WHERE list = 'unopposed';
CREATE TABLE lost_won_back AS SELECT * FROM lost_sum WHERE list = 'won_back';
CREATE TABLE lost_by AS
SELECT list, name, count(id) AS "total.count", coalesce(sum(worth), 0) AS "total.amount.value",
       count(worth) || '|' || count(id) AS "total.amount.of", group_concat(id, '|') AS "total.amount.ids"
FROM lost_tally WHERE list IN ('reasons', 'rivals') GROUP BY list, name
UNION ALL
SELECT 'due', column1, count(t.id), coalesce(sum(t.worth), 0), count(t.worth) || '|' || count(t.id), group_concat(t.id, '|')
FROM (VALUES ('overdue'), ('this_quarter'), ('next_quarter'), ('later'), ('none'))
LEFT JOIN lost_tally t ON t.list = 'due' AND t.name = column1 GROUP BY column1;
CREATE TABLE lost_due AS SELECT * FROM lost_by WHERE list = 'due';
CREATE TABLE lost_by_reason AS SELECT * FROM lost_by WHERE list = 'reasons';
CREATE TABLE lost_by_rival AS SELECT * FROM lost_by WHERE list = 'rivals';
