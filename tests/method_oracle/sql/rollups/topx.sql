-- Rows 109 to 115 of the method, decision 20, docs/topx.md: the deals on which people focus in one quarter.

-- The list's quarter is the one after the running one; it is made in the third month before it.
CREATE TABLE topx_quarter AS
SELECT next.place, 'Q' AS mark, CAST(y.Name AS INTEGER) AS year, p.Number AS number,
       next.first_day AS start, next.last_day AS "end",
       date(next.first_day, '-1 month') AS window_start, date(next.first_day, '-1 day') AS window_end,
       y.Name || '-Q' || p.Number AS code,
       CASE WHEN as_of < date(next.first_day, '-1 month') THEN 'ahead'
            WHEN as_of < next.first_day THEN 'open' ELSE 'over' END AS phase
FROM today
JOIN quarter running ON as_of BETWEEN running.first_day AND running.last_day
JOIN rolled_asked
JOIN quarter next ON next.place = running.place + rolled_asked.quarters_ahead
JOIN Period p ON p.Type = 'Quarter' AND p.StartDate = next.first_day
JOIN FiscalYearSettings y ON y.Id = p.FiscalYearSettingsId;

-- Lines of inputs/topx.csv about deals of these accounts, as far as their day has come.
CREATE TABLE topx_line AS
SELECT f.line, d.id AS deal, u.Id AS by_id, u.Name AS by_name, f.quarter, f.status, f.day, f.why, f.help
FROM file_topx f
JOIN today ON f.day <= as_of
JOIN deal d ON f.opportunity IN (d.id, d.name) AND d.root IN (SELECT root FROM customer)
LEFT JOIN User u ON f.by IN (u.Id, u.Name);

-- Of the lines about one deal and quarter the last by its day counts; a pick decides nothing.
CREATE TABLE topx_decided AS
SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY deal, quarter ORDER BY day DESC, line DESC) AS place
    FROM topx_line WHERE status <> 'picked'
) WHERE place = 1;

-- Late is who was selected after the month of selection.
CREATE TABLE topx_late AS
SELECT DISTINCT l.deal, l.quarter
FROM topx_line l
JOIN quarter q ON substr(q.name, 6) || '-' || substr(q.name, 1, 2) = l.quarter
WHERE l.status = 'selected' AND l.day >= q.first_day;

CREATE TABLE topx_deal AS
SELECT d.id, d.root, d.account, d.unit, d.name, d.owner_id, d.kind, d.stage, thousandths(d.probability) AS probability, d.close_date,
       d.stalled, d.next_step, c.name AS account_name, b.tier,
       -- One conversion, from the record's own currency to the corporate one (decision 14).
       converted(o.Amount, r.rate, corporate.ConversionRate) AS amount,
       CASE WHEN d.close_date < q.start THEN 'before' WHEN d.close_date <= q."end" THEN 'in' ELSE 'after' END
           AS timing,
       d.kind <> 'renewal' AS is_new_business, x.status AS said, x.by_name, x.day AS said_on, x.why,
       cents(o.Amount) AS own_amount, o.CurrencyIsoCode AS currency
FROM open_deals d
JOIN Opportunity o ON o.Id = d.id AND o.Top_X__c
JOIN customer c ON c.root = d.root
JOIN about b ON b.root = d.root
JOIN topx_quarter q
JOIN CurrencyType corporate ON corporate.IsCorporate
LEFT JOIN rate r ON r.currency = o.CurrencyIsoCode
LEFT JOIN topx_decided x ON x.deal = d.id AND x.quarter = q.code
JOIN today
-- A line of the file puts it on the list. Without one the box means the running quarter where the deal closes by its
-- end, else the next.
WHERE CASE WHEN x.status IS NOT NULL THEN x.status <> 'dropped'
           WHEN q.start <= as_of THEN d.close_date <= q."end"
           ELSE d.close_date >= q.start END;

-- The list before: the last snapshot kept in the quarter before, outside of its third month. What it shows is the box
-- as it is now, for the records do not change, of the deals that there were by then.
CREATE TABLE topx_before AS
SELECT max(k.day) AS day FROM topx_kept k JOIN today JOIN topx_quarter q JOIN quarter b ON b.place = q.place - 1
WHERE k.day BETWEEN b.first_day AND date(q.window_start, '-1 day') AND k.day < as_of;
CREATE TABLE topx_held AS
SELECT t.id, b.day
FROM topx_deal t JOIN topx_before b JOIN topx_quarter q ON q.phase <> 'ahead' JOIN deal d ON d.id = t.id
WHERE t.said IS NULL AND d.created <= b.day;

-- What was decided: the file's last word; else the box is ticked, and nothing else is known. Nobody can be late before
-- the month of selection is over.
CREATE TABLE topx_decision AS
SELECT t.id AS of_deals, coalesce(t.said, CASE WHEN h.id IS NOT NULL THEN 'held_over' ELSE 'selected' END) AS status,
       CASE WHEN t.said IS NOT NULL THEN 'file' WHEN h.id IS NOT NULL THEN 'history' ELSE 'box' END AS source,
       t.by_name AS by, coalesce(t.said_on, h.day) AS day, t.why,
       CASE WHEN EXISTS (SELECT 1 FROM topx_late l WHERE l.deal = t.id AND l.quarter = q.code) THEN 1
            WHEN q.phase <> 'over' THEN 0
            WHEN EXISTS (SELECT 1 FROM topx_line l WHERE l.deal = t.id AND l.quarter = q.code
                         AND l.status = 'selected') THEN 0
            WHEN h.id IS NOT NULL THEN 0
            -- Without a line the last snapshot kept by the end of the month of selection says it, if it is of that month.
            WHEN t.said IS NULL AND w.day >= q.window_start THEN d.created > w.day
       END AS is_late
FROM topx_deal t JOIN topx_quarter q JOIN deal d USING (id) LEFT JOIN topx_held h USING (id)
JOIN (SELECT max(k.day) AS day FROM topx_kept k JOIN today JOIN topx_quarter ON k.day <= window_end AND k.day < as_of) w;

-- People on a deal, as contacts read again, with the role that they have on it; without those who left or block.
CREATE TABLE topx_role AS
SELECT t.id AS deal, c.id AS contact, w.role, c.strength, c.is_executive
FROM topx_deal t
JOIN OpportunityContactRole r ON r.OpportunityId = t.id
JOIN contacts c ON c.id = r.ContactId
LEFT JOIN role_word w ON w.said = r.Role
WHERE NOT c.has_left AND coalesce(w.role, '') <> 'blocker';

CREATE TABLE topx_team AS
SELECT t.id, coalesce(s.team, CASE t.tier WHEN 1 THEN 'strategic' WHEN 2 THEN 'enterprise' ELSE 'smb' END) AS team,
       'tier' AS team_by
FROM topx_deal t LEFT JOIN topx_asked_team s ON s.tier = t.tier;

-- Rows 110 to 112. What no field of this org says is not known: strategic value, return on effort, terms, the
-- customer's own date, RFP.
CREATE TABLE topx_criterion AS
SELECT deal AS of_deals, key, kind, met FROM (
    -- SMB: a year of the deal, or the account's potential, is 10,000 or more.
    SELECT m.id AS deal, m.team, 'arr_potential' AS key, 'criterion' AS kind,
           CASE WHEN t.amount >= 1000000 OR p.upside >= 1000000 THEN 1
                WHEN t.amount IS NOT NULL AND p.upside IS NOT NULL THEN 0 END AS met
    FROM topx_team m JOIN topx_deal t USING (id)
    JOIN (SELECT c.root, converted(a.Growth_Potential__c, c.rate, k.ConversionRate) AS upside
          FROM customer c JOIN Account a ON a.Id = c.root JOIN CurrencyType k ON k.IsCorporate) p USING (root)
    WHERE m.team = 'smb'
    UNION ALL
    SELECT id, team, 'strategic_value', 'criterion', NULL FROM topx_team WHERE team = 'smb'
    UNION ALL
    -- Two of budget, authority, need and timing are on record, and none is denied.
    SELECT m.id, m.team, 'qualified', 'criterion',
           CASE WHEN q.denied THEN 0 WHEN q.there >= 2 THEN 1 END
    FROM topx_team m
    JOIN (
        SELECT t.id,
               coalesce(max(x.budget = 'yes'), 0) + coalesce(max(x.need = 'yes'), 0)
               + EXISTS (SELECT 1 FROM topx_role r WHERE r.deal = t.id
                         AND r.role IN ('economic_buyer', 'decision_maker')) AS there,
               coalesce(max(x.budget = 'no' OR x.need = 'no'), 0) AS denied
        FROM topx_deal t LEFT JOIN cells x ON x.account = t.account AND x.opportunity_id = t.id
        GROUP BY t.id
    ) q USING (id)
    WHERE m.team = 'smb'
    UNION ALL
    SELECT id, team, 'terms', 'criterion', NULL FROM topx_team WHERE team = 'smb'
    UNION ALL
    -- Against each rival on the deal more was won than lost in this account; this org has no field for an advantage.
    SELECT m.id, m.team, 'positioning', 'criterion', CASE
        WHEN count(k.name) = 0 THEN NULL
        WHEN min(k.is_ahead) = 1 THEN 1
        WHEN max(k.is_behind) = 1 THEN 0 END
    FROM topx_team m JOIN topx_deal t USING (id)
    LEFT JOIN (
        SELECT c.OpportunityId AS deal, c.CompetitorName AS name,
               coalesce(v.won > v.lost, 0) AS is_ahead,
               coalesce(v.won < v.lost, 0) AS is_behind
        FROM OpportunityCompetitor c JOIN deal d ON d.id = c.OpportunityId
        LEFT JOIN rivals v ON v.root = d.root AND v.name = c.CompetitorName
    ) k ON k.deal = m.id
    WHERE m.team = 'smb' GROUP BY m.id
    UNION ALL
    -- Enterprise.
    SELECT m.id, m.team, 'early', 'gate', t.probability <= 50000
    FROM topx_team m JOIN topx_deal t USING (id) WHERE m.team = 'enterprise'
    UNION ALL
    SELECT id, team, 'effort', 'criterion', NULL FROM topx_team WHERE team = 'enterprise'
    UNION ALL
    SELECT m.id, m.team, 'employees', 'criterion', a.NumberOfEmployees > 10000
    FROM topx_team m JOIN topx_deal t USING (id) JOIN Account a ON a.Id = t.root WHERE m.team = 'enterprise'
    UNION ALL
    SELECT m.id, m.team, 'access', 'criterion', CASE
        WHEN max(r.role = 'economic_buyer' AND r.strength >= 2 OR r.role = 'champion' AND r.strength >= 3) THEN 1
        -- Nobody on the deal is nobody recorded.
        WHEN count(r.contact) > 0 AND count(r.contact) = count(r.strength) THEN 0 END
    FROM topx_team m
    LEFT JOIN topx_role r ON r.deal = m.id AND r.role IN ('economic_buyer', 'champion')
    WHERE m.team = 'enterprise' GROUP BY m.id
    UNION ALL
    -- Strategic account team.
    -- The next day by what is signed; only without one the renewal deal's.
    SELECT m.id, m.team, 'renewal', 'criterion',
           coalesce(
               (SELECT coalesce(min(r.day) FILTER (WHERE r.source <> 'open renewal opportunity'), min(r.day))
                FROM renewal_candidate r WHERE r.root = t.root AND r.day >= as_of) <= date(as_of, '+180 days'),
               -- None is ahead: what there is is overdue.
               (SELECT min(0) FROM renewal_candidate r WHERE r.root = t.root))
    FROM topx_team m JOIN topx_deal t USING (id) JOIN today WHERE m.team = 'strategic'
    UNION ALL
    SELECT m.id, m.team, 'size', 'criterion', t.amount * t.probability >= 2500000 * 100000
    FROM topx_team m JOIN topx_deal t USING (id) WHERE m.team = 'strategic'
    UNION ALL
    SELECT id, team, 'timeline', 'criterion', NULL FROM topx_team WHERE team = 'strategic'
    UNION ALL
    SELECT m.id, m.team, 'executive', 'criterion', CASE
        WHEN max(r.strength >= 2) THEN 1
        WHEN count(r.contact) > 0 AND count(r.contact) = count(r.strength) THEN 0 END
    FROM topx_team m LEFT JOIN topx_role r ON r.deal = m.id AND r.is_executive
    WHERE m.team = 'strategic' GROUP BY m.id
    UNION ALL
    -- Speaks against it: a rival's product stands where we sell. Whether it is a tender no field says.
    SELECT m.id, m.team, 'against', 'negative', CASE
        WHEN EXISTS (SELECT 1 FROM OpportunityLineItem l
                     JOIN held h ON h.product = l.Product2Id AND h.account = t.account
                     WHERE l.OpportunityId = t.id) THEN 1 END
    FROM topx_team m JOIN topx_deal t USING (id) WHERE m.team = 'strategic'
);

CREATE TABLE topx_verdict AS
WITH counted AS (
    SELECT of_deals AS deal, sum(kind <> 'negative') AS positive, coalesce(sum(met) FILTER (WHERE kind <> 'negative'), 0) AS met,
           sum(kind <> 'negative' AND met IS NULL) AS unknown,
           coalesce(sum(met) FILTER (WHERE kind = 'negative'), 0) AS against,
           sum(kind = 'negative' AND met IS NULL) AS perhaps_against,
           CASE WHEN sum(kind = 'gate' AND met = 0) > 0 THEN 0 WHEN sum(kind = 'gate' AND met IS NULL) > 0 THEN NULL
                ELSE 1 END AS is_eligible
    FROM topx_criterion GROUP BY of_deals
)
SELECT c.deal AS of_deals, m.team, m.team_by, positive, met, unknown, against, met - against AS score, is_eligible,
       -- Said only where what is not known could not turn it; a gate that is missed decides.
       CASE WHEN is_eligible = 0 THEN 0
            WHEN met - against - perhaps_against >= 3 AND is_eligible = 1 THEN 1
            WHEN met - against + unknown < 3 THEN 0 END AS meets_several
FROM counted c JOIN topx_team m ON m.id = c.deal;

-- Who answers for whom: who is gone is passed over.
CREATE TABLE topx_boss AS
WITH RECURSIVE up (id, boss) AS (
    SELECT id, boss FROM boss
    UNION
    SELECT up.id, d.boss FROM up JOIN boss d ON d.id = up.boss JOIN User u ON u.Id = up.boss WHERE NOT u.IsActive
)
SELECT up.id, up.boss FROM up JOIN User u ON u.Id = up.boss WHERE u.IsActive;

-- Level 0 sells: whoever owns one of the accounts or of the deals. Each next level manages the one below; a level on
-- which one person answers for all is the last, and nobody above whom was asked for is in it.
CREATE TABLE topx_level AS
WITH RECURSIVE level (number, id, is_last) AS (
    SELECT DISTINCT 0, owner, 0 FROM (
        SELECT a.OwnerId AS owner FROM customer c JOIN Account a ON a.Id = c.root
        UNION SELECT owner_id FROM topx_deal
    )
    UNION
    SELECT level.number + 1, b.boss, 0
    FROM level JOIN topx_boss b ON b.id = level.id
    WHERE level.number < 9 AND b.boss NOT IN (SELECT id FROM above_asked)
)
SELECT DISTINCT number, id FROM level;
CREATE TABLE topx_last AS
SELECT min(number) AS number FROM (SELECT number FROM topx_level GROUP BY number HAVING count(*) = 1);
DELETE FROM topx_level WHERE number > (SELECT coalesce(number, 9) FROM topx_last);

-- At the first level the deals of one's own, above it those of everybody below as well.
CREATE TABLE topx_answers AS
WITH RECURSIVE below (number, id, who) AS (
    SELECT number, id, id FROM topx_level
    UNION
    SELECT below.number, below.id, b.id FROM below JOIN topx_boss b ON b.boss = below.who WHERE below.number > 0
)
SELECT b.number, b.id, t.id AS deal, t.owner_id = b.id AS is_own, t.amount
FROM below b JOIN topx_deal t ON t.owner_id = b.who;

CREATE TABLE topx_pick AS
SELECT DISTINCT l.deal, l.by_id AS id, l.by_name AS name
FROM topx_line l JOIN topx_quarter q ON q.code = l.quarter JOIN topx_deal t ON t.id = l.deal
WHERE l.status = 'picked';

CREATE TABLE topx_person AS
WITH listed AS (
    SELECT v.number AS of_levels, u.Id AS id, u.Name AS name, coalesce(s.x, rolled_asked.x) AS x,
           -- Of one person's set, those below with an account in it and who answers for them are seen whole.
           rolled_asked.manager IS NULL OR CASE v.number
               WHEN 0 THEN u.Id IN (SELECT a.OwnerId FROM customer c JOIN Account a ON a.Id = c.root)
               ELSE u.Name = rolled_asked.manager OR u.Id IN (SELECT id FROM below_asked) END AS is_whole,
           (SELECT group_concat(deal, '|') FROM topx_answers a WHERE a.number = v.number AND a.id = u.Id) AS deals,
           (SELECT group_concat(deal, '|') FROM topx_answers a WHERE a.number = v.number AND a.id = u.Id AND is_own)
               AS own,
           (SELECT sum(amount) FROM topx_answers a WHERE a.number = v.number AND a.id = u.Id) AS amount,
           (SELECT count(amount) FROM topx_answers a WHERE a.number = v.number AND a.id = u.Id) AS with_amount,
           (SELECT count(*) FROM topx_answers a WHERE a.number = v.number AND a.id = u.Id) AS deal_count,
           (SELECT group_concat(s.Name, '|') FROM topx_boss b JOIN topx_level w ON w.id = b.id JOIN User s ON s.Id = b.id
            WHERE b.boss = u.Id AND w.number = v.number - 1) AS reports,
           CASE v.number WHEN 0 THEN
               (SELECT count(*) FROM topx_answers a WHERE a.number = 0 AND a.id = u.Id)
           ELSE
               (SELECT nullif(count(*), 0) FROM topx_pick k JOIN topx_answers a ON a.deal = k.deal
                WHERE k.id = u.Id AND a.id = u.Id AND a.number = v.number)
           END AS chosen_count,
           CASE v.number WHEN 0 THEN
               (SELECT group_concat(deal, '|') FROM topx_answers a WHERE a.number = 0 AND a.id = u.Id)
           ELSE
               (SELECT group_concat(k.deal, '|') FROM topx_pick k JOIN topx_answers a ON a.deal = k.deal
                WHERE k.id = u.Id AND a.id = u.Id AND a.number = v.number)
           END AS chosen
    FROM topx_level v JOIN User u ON u.Id = v.id JOIN rolled_asked LEFT JOIN topx_asked_person s ON s.name = u.Name
)
SELECT *, of_levels AS level, id AS "person.id", name AS "person.name", CASE WHEN deal_count = 0 THEN 0 ELSE amount END AS "amount.value",
       with_amount || '|' || deal_count AS "amount.of", deals AS "amount.ids",
       CASE WHEN chosen_count IS NULL THEN 'unknown' WHEN chosen_count > x THEN 'over' WHEN NOT is_whole THEN 'partial'
            WHEN chosen_count < x THEN 'under' ELSE 'ok' END AS status,
       iif(is_whole OR chosen_count > x, chosen_count - x, NULL) AS off_by
FROM listed;

CREATE TABLE topx_levels AS
SELECT v.number, group_concat(deal, '|') AS deals, group_concat(deal, '|') AS "amount.ids", sum(amount) AS "amount.value",
       count(amount) || '|' || count(deal) AS "amount.of",
       count(deal) || '|' || (SELECT count(*) FROM topx_deal) AS of
FROM (SELECT DISTINCT number FROM topx_level) v
LEFT JOIN (SELECT DISTINCT number, deal, amount FROM topx_answers) a USING (number)
GROUP BY v.number;

CREATE TABLE topx_sum AS
SELECT CASE WHEN count(*) = 0 THEN 0 ELSE sum(amount) END AS value,
       count(amount) || '|' || count(*) AS of, group_concat(id, '|') AS ids
FROM topx_deal;
-- Row 115: the goal is new business, renewals stand beside.
CREATE TABLE topx_parts AS
SELECT coalesce(sum(amount) FILTER (WHERE is_new_business), iif(sum(is_new_business) > 0, NULL, 0)) AS "new_business.value",
       count(amount) FILTER (WHERE is_new_business) || '|' || count(*) FILTER (WHERE is_new_business) AS "new_business.of",
       group_concat(id, '|') FILTER (WHERE is_new_business) AS "new_business.ids",
       coalesce(sum(amount) FILTER (WHERE NOT is_new_business), iif(sum(NOT is_new_business) > 0, NULL, 0)) AS "renewals.value",
       count(amount) FILTER (WHERE NOT is_new_business) || '|' || count(*) FILTER (WHERE NOT is_new_business) AS "renewals.of",
       group_concat(id, '|') FILTER (WHERE NOT is_new_business) AS "renewals.ids"
FROM topx_deal;
CREATE TABLE topx_lists AS
SELECT 'box' AS source, 1 AS has_file,
       (SELECT group_concat(id, '|') FROM topx_deal WHERE NOT is_new_business) AS renewals,
       (SELECT group_concat(of_deals, '|') FROM topx_decision WHERE is_late) AS late,
       (SELECT group_concat(of_deals, '|') FROM topx_verdict WHERE is_eligible = 0) AS not_eligible,
       (SELECT count(*) FROM customer JOIN topx_before b ON b.day IS NOT NULL) || '|' || (SELECT count(*) FROM customer)
           AS list_before;
CREATE TABLE topx_late_before AS
SELECT d.id, d.name FROM topx_late l JOIN deal d ON d.id = l.deal JOIN topx_quarter q
JOIN quarter b ON b.place = q.place - 1 AND substr(b.name, 6) || '-' || substr(b.name, 1, 2) = l.quarter;

-- Row 115: decided since the fiscal quarter four before the running one, the box still ticked.
CREATE TABLE topx_win AS
WITH decided AS (
    SELECT d.id, d.state FROM deal d JOIN Opportunity o ON o.Id = d.id AND o.Top_X__c
    JOIN today
    JOIN quarter running ON as_of BETWEEN running.first_day AND running.last_day
    JOIN quarter first ON first.place = running.place - 4
    WHERE d.root IN (SELECT root FROM customer) AND d.state IN ('won', 'lost')
      AND d.close_date BETWEEN first.first_day AND as_of
)
SELECT (SELECT first.first_day FROM quarter first JOIN quarter running ON first.place = running.place - 4
        JOIN today ON as_of BETWEEN running.first_day AND running.last_day) AS since,
       as_of AS until, percent(sum(state = 'won'), count(decided.id)) AS "rate.value",
       coalesce(sum(state = 'won'), 0) || '|' || count(decided.id) AS "rate.of",
       group_concat(id, '|') FILTER (WHERE state = 'won') AS won,
       group_concat(id, '|') FILTER (WHERE state = 'lost') AS lost,
       (SELECT count(*) FROM topx_kept k JOIN customer WHERE k.day < as_of) AS kept_days
FROM today LEFT JOIN decided ON 1;

-- Rows 113 and 115: what was held over, and what the file dropped, and why; of which list the file spoke last.
CREATE TABLE topx_past AS
WITH gone AS (
    SELECT deal AS id, 'dropped' AS outcome, why, by_name AS by FROM topx_decided x
    JOIN topx_quarter q ON q.code = x.quarter WHERE status = 'dropped'
    UNION ALL
    SELECT id, 'held_over', NULL, NULL FROM topx_held
)
SELECT d.id, d.name, d.root AS "account.id", u.Id AS "owner.id", u.Name AS "owner.name", g.outcome, d.close_date,
       converted(o.Amount, r.rate, k.ConversionRate) AS amount, g.why, g.by, o.Top_X__c AS is_box_on,
       (SELECT x.quarter FROM topx_decided x WHERE x.deal = d.id ORDER BY x.quarter DESC LIMIT 1) AS quarter,
       -- Whether it was late for that list, as far as a line selects it.
       (SELECT l.deal IS NOT NULL FROM topx_decided x
        LEFT JOIN topx_late l ON l.deal = x.deal AND l.quarter = x.quarter
        WHERE x.deal = d.id AND EXISTS (SELECT 1 FROM topx_line y WHERE y.deal = x.deal
                                        AND y.quarter = x.quarter AND y.status = 'selected')
        ORDER BY x.quarter DESC LIMIT 1) AS is_late,
       (SELECT group_concat(day, '|') FROM topx_kept WHERE d.created <= day AND day < as_of) AS seen_in
FROM gone g JOIN today
JOIN deal d ON d.id = g.id
JOIN Opportunity o ON o.Id = d.id
JOIN CurrencyType k ON k.IsCorporate
LEFT JOIN rate r ON r.currency = o.CurrencyIsoCode
LEFT JOIN User u ON u.Id = d.owner_id;

CREATE TABLE topx_picked_by AS
SELECT t.id, t.root AS "account.id", t.account_name AS "account.name", t.name, t.unit, t.owner_id AS "owner.id",
       (SELECT Name FROM User u WHERE u.Id = t.owner_id) AS "owner.name", t.kind,
       t.stage, t.probability, t.amount, t.own_amount, t.currency, t.close_date, t.timing, t.is_new_business,
       t.stalled AS is_stalled, t.next_step,
       -- Row 54, of the division that buys.
       (SELECT h.single_threaded FROM threading h WHERE h.account = t.account) AS is_single_threaded,
       (SELECT group_concat(name, '|') FROM topx_pick k WHERE k.deal = t.id) AS picked_by,
       (SELECT replace(replace(group_concat(DISTINCT help), '+', '|'), '-', '_') FROM topx_line l JOIN topx_quarter q ON q.code = l.quarter
        WHERE l.deal = t.id AND l.help <> '') AS help
FROM topx_deal t;
CREATE TABLE topx_difference AS
SELECT d.name AS about, x.by_name AS by, 'still_ticked' AS kind
FROM topx_decided x JOIN topx_quarter q ON q.code = x.quarter
JOIN Opportunity o ON o.Id = x.deal AND o.Top_X__c AND NOT o.IsClosed JOIN deal d ON d.id = x.deal
WHERE x.status = 'dropped'
UNION ALL
SELECT d.name, x.by_name, 'not_ticked'
FROM topx_decided x JOIN topx_quarter q ON q.code = x.quarter
JOIN Opportunity o ON o.Id = x.deal AND NOT o.Top_X__c AND NOT o.IsClosed JOIN deal d ON d.id = x.deal
WHERE x.status <> 'dropped';
