-- Rows 28 and 64 to 71 of the method, decision 4 on white space.

-- Row 28: what a division owns, its assets of one product taken together. By assets, else by won lines only
-- where the account has none (decision 4).
CREATE TABLE owned AS
SELECT root, account, product, max(from_assets) AS from_assets FROM (
    SELECT root, account, product, 1 AS from_assets FROM owned_asset
    UNION ALL
    SELECT d.root, d.account, l.Product2Id, 0
    FROM won_deals d JOIN OpportunityLineItem l ON l.OpportunityId = d.id
    WHERE d.root NOT IN (SELECT root FROM owned_asset)
) GROUP BY root, account, product;

CREATE TABLE products AS
SELECT a.root, p.Name AS product, p.Family AS family, a.unit, sum(quantity) AS quantity,
       sum(arr) AS arr, CASE WHEN count(users) > 0 THEN sum(users) END AS active_users,
       percent(sum(users), sum(quantity)) AS adoption, min(since) AS since, max(until) AS until
FROM owned_asset a JOIN Product2 p ON p.Id = a.product
GROUP BY a.root, a.account, a.product;

-- Lines of open deals: what is in progress. A renewal keeps what is owned and works on no cell.
CREATE TABLE open_line AS
SELECT d.root, d.account, l.Product2Id AS product, d.id AS deal, d.kind,
       converted(l.TotalPrice, r.rate, t.rate) AS total
FROM open_deals d
JOIN OpportunityLineItem l ON l.OpportunityId = d.id
JOIN tree t ON t.account = d.account
LEFT JOIN rate r ON r.currency = l.CurrencyIsoCode
WHERE d.kind <> 'renewal';

-- Row 68: the likely buyer, where the play names none, is the deal's economic buyer, else its primary contact.
CREATE TABLE deal_buyer AS
SELECT deal, name FROM (
    SELECT r.OpportunityId AS deal, c.Name AS name,
           row_number() OVER (PARTITION BY r.OpportunityId
                              ORDER BY w.role = 'economic_buyer' DESC, r.IsPrimary DESC) AS place
    FROM OpportunityContactRole r
    JOIN Contact c ON c.Id = r.ContactId
    JOIN role_word w ON w.said = r.Role
    WHERE w.role = 'economic_buyer' OR r.IsPrimary
) WHERE place = 1;

CREATE TABLE every_play AS
SELECT t.root, t.account, t.name AS unit, p.Id AS id, p.Name AS name, p.Product__c AS product,
       p.Type__c AS kind, p.Status__c AS status, p.Need__c AS need, p.Access__c AS access,
       p.Budget__c AS budget, p.Need_Evidence__c AS why_need, p.Access_Evidence__c AS why_access,
       p.Budget_Evidence__c AS why_budget, converted(p.Expected_Value__c, r.rate, t.rate) AS value,
       p.Target_Close_Date__c AS close_date, buyer.Name AS buyer, p.Trigger_Event__c AS trigger,
       owner.Name AS owner, p.OwnerId AS owner_id, p.Opportunity__c AS opportunity_id,
       p.Objective__c AS objective, p.Customer_Priority__c AS priority, d.state AS deal_state
FROM Whitespace_Play__c p
JOIN today
JOIN tree t ON t.account = p.Account__c
LEFT JOIN rate r ON r.currency = p.CurrencyIsoCode
LEFT JOIN Contact buyer ON buyer.Id = p.Likely_Buyer__c
LEFT JOIN User owner ON owner.Id = p.OwnerId
LEFT JOIN deal d ON d.id = p.Opportunity__c
WHERE org_day(p.CreatedDate) <= as_of;

-- A play counts until it is given up or its deal is lost; it is pursued until it is won as well. Whether it is
-- won its deal says, and only without one its status.
CREATE TABLE counted_play AS
SELECT * FROM every_play WHERE status IS NOT 'Dropped' AND deal_state IS NOT 'lost';
CREATE TABLE play AS
SELECT * FROM counted_play
WHERE CASE WHEN deal_state IS NULL THEN status IS NOT 'Won' ELSE deal_state <> 'won' END;

-- A rival's product in a division, by the product it stands in the place of.
CREATE TABLE held AS
SELECT t.root, a.AccountId AS account, a.Product2Id AS product, group_concat(a.Name, '|') AS name
FROM Asset a JOIN tree t ON t.account = a.AccountId
WHERE a.IsCompetitorProduct AND a.Status <> 'Obsolete'
GROUP BY a.AccountId, a.Product2Id;

-- The grid's rows: the divisions; the account itself if it has records of its own or no divisions.
CREATE TABLE grid_row AS
SELECT t.* FROM tree t
WHERE t.depth > 0
   OR t.root NOT IN (SELECT root FROM tree WHERE depth > 0)
   OR t.account IN (SELECT account FROM owned UNION SELECT account FROM open_line
                    UNION SELECT account FROM play UNION SELECT account FROM held);

-- Row 68: the size proxy of a cell without a value is the median price of won lines of its family; the
-- product's own, where it was sold here, is the nearer of the two.
CREATE TABLE price AS
SELECT d.root, p.Id AS product, p.Family AS family, converted(l.TotalPrice, r.rate, t.rate) AS total
FROM won_deals d
JOIN OpportunityLineItem l ON l.OpportunityId = d.id
JOIN Product2 p ON p.Id = l.Product2Id
JOIN tree t ON t.account = d.account
LEFT JOIN rate r ON r.currency = l.CurrencyIsoCode
WHERE l.TotalPrice IS NOT NULL;

CREATE TABLE median_price AS  -- twice the median, so that a half cent is none
WITH sold AS (
    SELECT root, product AS of, total FROM price
    UNION ALL
    SELECT root, family, total FROM price
),
placed AS (
    SELECT root, of, total, row_number() OVER (PARTITION BY root, of ORDER BY total) AS place,
           count(*) OVER (PARTITION BY root, of) AS n
    FROM sold
)
SELECT root, of, sum(total) * 2 / count(*) AS twice
FROM placed WHERE place IN ((n + 1) / 2, n / 2 + 1)
GROUP BY root, of;

CREATE TABLE cells AS
WITH stands AS (
    SELECT g.root, g.account, g.name AS unit, p.Id AS product_id, p.Name AS product, p.Family AS family,
           o.product IS NOT NULL AS is_owned, count(l.deal) > 0 AS is_worked, sum(l.total) AS worked,
           min(l.deal) AS deal
    FROM grid_row g
    JOIN Product2 p ON p.IsActive
    LEFT JOIN owned o ON o.account = g.account AND o.product = p.Id
    LEFT JOIN open_line l ON l.account = g.account AND l.product = p.Id
    GROUP BY g.account, p.Id
)
SELECT s.root, s.account, s.account AS unit_id, s.unit, s.product_id, s.product, s.family,
       -- Row 65: owned over in progress over open.
       CASE WHEN is_owned THEN 'owned' WHEN is_worked THEN 'in_progress' ELSE 'open' END AS state,
       is_owned AND is_worked AS expanding, h.name AS competitor_held,
       CASE WHEN NOT is_owned THEN coalesce(y.value, worked) END AS value,
       -- Row 66: what is recorded, else inferred: need from a stated priority, access from a strong contact
       -- in the division, budget from an economic buyer touched within a year who does not barely know us (row 53). Unknown is not no, and who
       -- writes why it is unknown has said so. What is owned is no white space: there only a play's own
       -- words count.
       CASE WHEN y.need IN ('Yes', 'No') OR y.why_need IS NOT NULL THEN 'stated' END AS need_source,
       CASE WHEN y.access IN ('Yes', 'No') OR y.why_access IS NOT NULL THEN 'stated' END
           AS access_source,
       CASE WHEN y.budget IN ('Yes', 'No') OR y.why_budget IS NOT NULL THEN 'stated' END
           AS budget_source,
       CASE WHEN y.need IN ('Yes', 'No') THEN lower(y.need) WHEN y.why_need IS NOT NULL THEN 'unknown'
            WHEN y.priority IS NOT NULL THEN 'yes' ELSE 'unknown' END AS need,
       CASE WHEN y.access IN ('Yes', 'No') THEN lower(y.access)
            WHEN y.why_access IS NOT NULL OR is_owned THEN 'unknown'
            WHEN s.account IN (SELECT account FROM contacts WHERE is_active)
            THEN 'yes' ELSE 'unknown' END AS access,
       CASE WHEN y.budget IN ('Yes', 'No') THEN lower(y.budget)
            WHEN y.why_budget IS NOT NULL OR is_owned THEN 'unknown'
            WHEN s.account IN (
                SELECT c.account FROM contacts c, today
                WHERE c.role = 'economic_buyer' AND c.last_touch >= since_365_days
                  AND coalesce(c.strength, 2) >= 2
            ) THEN 'yes' ELSE 'unknown' END AS budget,
       CASE WHEN NOT is_owned AND y.value IS NULL AND worked IS NULL
            THEN coalesce(own.twice, family.twice) END AS estimate,
       -- Row 71: what a play shall bring on top of what is owned, while no opportunity holds it.
       CASE WHEN is_owned AND NOT is_worked AND y.opportunity_id IS NULL
             AND y.kind NOT LIKE '%renew%' AND y.kind NOT LIKE '%ret%n%' THEN y.value END AS on_top,
       y.name AS play, y.kind AS play_kind, y.id AS play_id, y.status AS play_status,
       coalesce(y.owner, CASE WHEN is_worked THEN d.owner END) AS owner,
       coalesce(y.close_date, CASE WHEN is_worked THEN d.close_date END) AS close_date,
       coalesce(y.buyer, b.name) AS buyer, y.trigger, coalesce(y.opportunity_id, CASE WHEN is_worked THEN s.deal END) AS opportunity_id
FROM stands s
LEFT JOIN play y ON y.account = s.account AND y.product = s.product_id
LEFT JOIN held h ON h.account = s.account AND h.product = s.product_id
LEFT JOIN deal d ON d.id = s.deal
LEFT JOIN deal_buyer b ON b.deal = coalesce(y.opportunity_id, s.deal)
LEFT JOIN median_price own ON own.root = s.root AND own.of = s.product_id
LEFT JOIN median_price family ON family.root = s.root AND family.of = s.family;

-- Whatever is answered and not stated is inferred.
UPDATE cells SET need_source = coalesce(need_source, CASE need WHEN 'yes' THEN 'inferred' END),
                 access_source = coalesce(access_source, CASE access WHEN 'yes' THEN 'inferred' END),
                 budget_source = coalesce(budget_source, CASE budget WHEN 'yes' THEN 'inferred' END);
ALTER TABLE cells ADD COLUMN score;
UPDATE cells SET score = (need = 'yes') + (access = 'yes') + (budget = 'yes');
ALTER TABLE cells ADD COLUMN is_qualified;
UPDATE cells SET is_qualified = need = 'yes' AND access = 'yes' AND state <> 'owned';

CREATE TABLE whitespace AS
SELECT root, count(*) FILTER (WHERE state = 'owned') AS owned,
       count(*) FILTER (WHERE state = 'in_progress') AS in_progress,
       count(*) FILTER (WHERE state = 'open') AS open,
       sum(value) FILTER (WHERE state = 'open') AS value,
       count(value) FILTER (WHERE state = 'open') AS valued_cells,
       -- Row 71: cells with a value and no opportunity.
       sum(coalesce(on_top, value)) FILTER (
           WHERE on_top IS NOT NULL OR state = 'open' AND opportunity_id IS NULL
       ) AS pre_pipeline
FROM cells GROUP BY root;

-- Row 70: white space in percent of the renewal's value.
CREATE TABLE whitespace_ratio AS
SELECT w.root, percent(w.value, r.value) AS renewal_ratio FROM whitespace w JOIN renewal r USING (root);

CREATE TABLE unit_cells AS
SELECT c.root, unit AS name, unit_id AS id, a.ParentId AS parent_id, a.BillingCountry AS country, t.depth,
       sum(state = 'owned') AS owned, sum(state = 'in_progress') AS in_progress,
       sum(state = 'open') AS open, sum(value) FILTER (WHERE state = 'open') AS value
FROM cells c JOIN Account a ON a.Id = c.account JOIN tree t ON t.account = c.account
GROUP BY c.account;
CREATE TABLE product_cells AS
SELECT root, product AS name, product_id AS id, family, sum(state = 'owned') AS owned, sum(state = 'open') AS open,
       sum(value) FILTER (WHERE state = 'open') AS value
FROM cells GROUP BY root, product_id;
CREATE TABLE family_cells AS
SELECT root, family AS name, count(DISTINCT product_id) AS products, sum(state = 'owned') AS owned,
       sum(state = 'in_progress') AS in_progress, sum(state = 'open') AS open,
       sum(value) FILTER (WHERE state = 'open') AS value,
       count(value) FILTER (WHERE state = 'open') AS valued
FROM cells GROUP BY root, family;

-- Row 67: the qualified cells that are not owned.
ALTER TABLE cells ADD COLUMN is_priority;
UPDATE cells SET is_priority = is_qualified AND state <> 'owned' AND play IS NOT NULL;
CREATE TABLE priority_cells AS SELECT * FROM cells WHERE is_priority;

-- Row 65: open deals without lines, and plays for no product: never dropped.
CREATE TABLE unplaced AS
SELECT * FROM open_deals WHERE id NOT IN (SELECT OpportunityId FROM OpportunityLineItem);
CREATE TABLE unplaced_plays AS SELECT * FROM play WHERE product IS NULL;

-- Decision 19: the value of an open cell times the share of its three questions answered yes.
ALTER TABLE cells ADD COLUMN weighted;
UPDATE cells SET weighted = converted(value * score, '300', '1') WHERE state = 'open';
CREATE TABLE weighted_whitespace AS SELECT root, sum(weighted) AS weighted FROM cells GROUP BY root;

-- Row 65: where a rival's product stands, and nothing of ours.
CREATE TABLE held_cells AS SELECT * FROM cells WHERE competitor_held IS NOT NULL AND state <> 'owned';

-- Row 71, line by line.
CREATE TABLE pre_pipeline_rows AS
SELECT root, unit, product, coalesce(on_top, value) AS value, play, owner, close_date FROM cells
WHERE on_top IS NOT NULL OR state = 'open' AND value IS NOT NULL AND opportunity_id IS NULL;

-- Row 95: three figures side by side, never summed.
CREATE TABLE expected AS
SELECT c.root,
       (SELECT CASE WHEN count(*) = 0 THEN 0
                    ELSE sum(converted(d.amount * thousandths(d.probability), '10000000', '1')) END
        FROM open_deals d WHERE d.root = c.root AND d.kind <> 'renewal') AS weighted,
       r.value AS renewal, w.pre_pipeline
FROM customer c JOIN renewal r USING (root) JOIN whitespace w USING (root);

-- Row 74: how far the plays are, where there are any.
CREATE TABLE funnel AS
WITH customer AS (SELECT DISTINCT root FROM every_play)
SELECT c.root, 'planned' AS key, count(y.id) AS plays, coalesce(sum(y.value), 0) AS value
FROM customer c LEFT JOIN every_play y ON y.root = c.root GROUP BY c.root
UNION ALL
SELECT c.root, 'opportunity', count(y.id), coalesce(sum(y.value), 0)
FROM customer c LEFT JOIN every_play y ON y.root = c.root AND y.opportunity_id IS NOT NULL GROUP BY c.root
UNION ALL
SELECT c.root, state.word, count(y.id), coalesce(sum(d.amount), 0)
FROM customer c
JOIN (SELECT 'won' AS word UNION SELECT 'lost') state
LEFT JOIN every_play y ON y.root = c.root AND y.deal_state = state.word
LEFT JOIN deal d ON d.id = y.opportunity_id
GROUP BY c.root, state.word;

-- Row 16: a row for each cell with a value or a play.
CREATE TABLE export AS
SELECT cells.*, c.name AS account_name, c.root AS account_id, c.currency, r.current, r.target,
       CASE WHEN state = 'open' AND value IS NOT NULL THEN percent(score, 3) END AS weight,
       CAST(substr(a.Tier__c, 6) AS INTEGER) AS tier
FROM cells JOIN customer c USING (root) JOIN revenue r USING (root) JOIN Account a ON a.Id = c.root
WHERE value IS NOT NULL OR play IS NOT NULL;

-- Row 67: a big open grid without an executive we meet (row 62) or an active champion is a fantasy (options:
-- five open cells).
CREATE TABLE fantasy AS
SELECT w.root,
       w.open >= 5 AND NOT EXISTS (
           SELECT 1 FROM contacts c
           WHERE c.root = w.root
             AND (c.is_executive AND c.touches_90d > 0 OR c.role = 'champion' AND c.is_active)
       ) AS is_fantasy
FROM whitespace w;

-- Row 74: of what was won only what a play planned before its deal.
CREATE TABLE planned_and_won AS
SELECT y.root, sum(d.amount) AS won
FROM every_play y
JOIN Whitespace_Play__c w ON w.Id = y.id
JOIN deal d ON d.id = y.opportunity_id AND d.state = 'won' AND org_day(w.CreatedDate) <= d.created
GROUP BY y.root;

-- Row 69: what a prioritised cell must have, and has not.
CREATE TABLE to_complete AS
SELECT * FROM cells WHERE is_priority AND (play IS NULL OR owner IS NULL OR close_date IS NULL);
