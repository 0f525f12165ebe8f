-- Opportunities of the account and all below it. CONTRACT.md: won and lost by close date within the 36
-- months up to as-of, open all. Rows 13 and 36 of the method; decision 4 on as-of and money.

CREATE TABLE deal AS
SELECT t.root, t.account, t.name AS unit, o.Id AS id, o.Name AS name, o.StageName AS stage,
       CASE o.Type WHEN 'New Business' THEN 'new' WHEN 'Expansion' THEN 'expansion'
                   WHEN 'Renewal' THEN 'renewal' ELSE 'other' END AS kind,
       -- A deal closed with a later date is neither won, lost nor open (decision 4).
       CASE WHEN NOT o.IsClosed THEN 'open' WHEN o.CloseDate > as_of THEN 'later'
            WHEN o.IsWon THEN 'won' ELSE 'lost' END AS state,
       converted(o.Amount, r.rate, t.rate) AS amount,
       o.CloseDate AS close_date, org_day(o.CreatedDate) AS created, u.Name AS owner,
       o.OwnerId AS owner_id, o.Loss_Reason__c AS loss_reason, o.Probability AS probability,
       -- Only an open deal is in a stage, and a change that lies ahead has not happened.
       CASE WHEN NOT o.IsClosed AND org_day(o.LastStageChangeDate) <= as_of
            THEN CAST(julianday(as_of) - julianday(org_day(o.LastStageChangeDate)) AS INTEGER)
       END AS days_in_stage,
       NOT o.IsClosed AND o.CloseDate < as_of AS overdue,
       o.PushCount AS pushes, o.NextStep AS next_step, o.LeadSource AS lead_source,
       thousandths(o.IqScore) AS score,
       -- Row 31: its primary contact, read again as a contact.
       (SELECT c.Name FROM OpportunityContactRole p JOIN Contact c ON c.Id = p.ContactId
        WHERE p.OpportunityId = o.Id AND p.IsPrimary) AS primary_contact
FROM Opportunity o
JOIN today
JOIN tree t ON t.account = o.AccountId
LEFT JOIN rate r ON r.currency = o.CurrencyIsoCode
LEFT JOIN User u ON u.Id = o.OwnerId
WHERE org_day(o.CreatedDate) <= as_of;  -- a record created later is left out (decision 4)

-- Those that count, each with its state: won and lost of 36 months, open all.
CREATE TABLE counted AS
SELECT deal.* FROM deal, today
WHERE state = 'open' OR (state IN ('won', 'lost') AND close_date >= since_36_months);

-- What is on them, and who competes for them.
ALTER TABLE counted ADD COLUMN products;
UPDATE counted SET products = (
    SELECT group_concat(name, '|') FROM (
        SELECT DISTINCT p.Name AS name
        FROM OpportunityLineItem l JOIN Product2 p ON p.Id = l.Product2Id
        WHERE l.OpportunityId = counted.id)
);
ALTER TABLE counted ADD COLUMN competitors;
UPDATE counted SET competitors = (
    SELECT group_concat(CompetitorName, '|') FROM OpportunityCompetitor c
    WHERE c.OpportunityId = counted.id
);

-- Row 23: an open deal that stands still: its date has passed, 60 days in its stage, or pushed three times.
ALTER TABLE counted ADD COLUMN stalled;
UPDATE counted SET stalled = state = 'open' AND (overdue OR coalesce(days_in_stage >= 60, 0) OR pushes >= 3);

CREATE TABLE won_deals AS SELECT * FROM counted WHERE state = 'won';
CREATE TABLE lost_deals AS SELECT * FROM counted WHERE state = 'lost';
CREATE TABLE open_deals AS SELECT * FROM counted WHERE state = 'open';
-- Row 36: expansions that were lost.
CREATE TABLE failed_expansions AS SELECT * FROM lost_deals WHERE kind = 'expansion';

CREATE TABLE won AS
SELECT root, count(id) AS count, CASE WHEN count(id) = 0 THEN 0 ELSE sum(amount) END AS amount FROM customer LEFT JOIN won_deals USING (root)
GROUP BY root;
CREATE TABLE lost AS
SELECT root, count(id) AS count, CASE WHEN count(id) = 0 THEN 0 ELSE sum(amount) END AS amount FROM customer LEFT JOIN lost_deals USING (root)
GROUP BY root;
CREATE TABLE open AS
SELECT root, count(id) AS count, CASE WHEN count(id) = 0 THEN 0 ELSE sum(amount) END AS amount FROM customer LEFT JOIN open_deals USING (root)
GROUP BY root;

-- Won deals in percent of decided ones, by count.
CREATE TABLE performance AS
SELECT won.root, percent(won.count, won.count + lost.count) AS win_rate,
       won.count + lost.count AS decided
FROM won JOIN lost USING (root);

-- The eight fiscal quarters up to the one under review.
CREATE TABLE quarters AS
SELECT c.root, q.name AS quarter,
       coalesce(sum(d.amount) FILTER (WHERE d.state = 'won'), 0) AS won,
       count(d.id) FILTER (WHERE d.state = 'won') AS won_count,
       coalesce(sum(d.amount) FILTER (WHERE d.state = 'lost'), 0) AS lost,
       count(d.id) FILTER (WHERE d.state = 'lost') AS lost_count
FROM customer c
JOIN today
JOIN quarter q ON q.place BETWEEN reviewed - 7 AND reviewed
LEFT JOIN deal d ON d.root = c.root AND d.state IN ('won', 'lost')
                AND d.close_date BETWEEN q.first_day AND q.last_day
GROUP BY c.root, q.place;

CREATE TABLE loss_reasons AS
SELECT root, loss_reason AS reason, count(*) AS count, sum(amount) AS amount
FROM lost_deals GROUP BY root, loss_reason;

-- Row 36: by kind; and where open deals came from.
CREATE TABLE kinds AS
SELECT root, kind, count(*) FILTER (WHERE state = 'won') AS won_count,
       coalesce(sum(amount) FILTER (WHERE state = 'won'), 0) AS won_amount,
       count(*) FILTER (WHERE state = 'lost') AS lost_count,
       coalesce(sum(amount) FILTER (WHERE state = 'lost'), 0) AS lost_amount,
       count(*) FILTER (WHERE state = 'open') AS open_count,
       coalesce(sum(amount) FILTER (WHERE state = 'open'), 0) AS open_amount
FROM counted GROUP BY root, kind;
CREATE TABLE lead_sources AS
SELECT root, lead_source AS source, count(*) AS count FROM open_deals WHERE lead_source IS NOT NULL
GROUP BY root, lead_source;
