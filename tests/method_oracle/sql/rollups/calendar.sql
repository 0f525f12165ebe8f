-- Rows 14, 15, 18, 24 and 104 of the method: the six weeks, each step of tier 1 with what of it records show as done,
-- reviews with the customer, and when plans are due.

CREATE TABLE season_account AS SELECT m.id AS root, m.name, m.plan, p.status IS 'Active' AS has_plan
FROM member m LEFT JOIN the_plan p ON p.root = m.id WHERE m.tier = 1;
CREATE TABLE season_week AS SELECT * FROM rolled_weeks;

-- A step, its week, and where records show it: done, not done, or unknown.
CREATE TABLE season_step (key, week, role, is_shown);
INSERT INTO season_step VALUES
    ('plan_on_record', 1, 'sales_ops', 1), ('revenue_and_target', 1, 'sales_ops', 1), ('sponsor_named', 1, 'manager', 1),
    ('list_confirmed', 1, 'manager', 0), ('whitespace_valued', 2, 'sales_ops', 1), ('renewal_dated', 2, 'sales_ops', 1),
    ('bundle_handed_over', 2, 'sales_ops', 0), ('priorities_sourced', 3, 'kam', 1), ('buyer_named', 3, 'kam', 1),
    ('plan_drafted', 4, 'kam', 1), ('goals_complete', 4, 'kam', 1), ('actions_owned', 4, 'kam', 1), ('partners_named', 4, 'kam', 1),
    ('plans_reviewed', 5, 'manager', 0), ('partners_agreed', 5, 'partners', 0), ('review_scheduled', 5, 'kam', 1),
    ('sponsor_met', 6, 'customer', 1), ('goals_validated', 6, 'customer', 0);

-- Row 104: reviews with the customer, past and to come, that were known by as-of.
CREATE TABLE season_meeting AS
SELECT t.root, e.Id AS id, e.ActivityDate AS day FROM Event e JOIN today JOIN tree t ON t.account = e.AccountId
WHERE org_day(e.CreatedDate) <= as_of AND (e.Type LIKE '%Business Review%' OR e.Subject LIKE '%Business Review%');
CREATE TABLE season_review AS
SELECT a.root AS "account.id", a.name AS "account.name",
       CASE WHEN EXISTS (SELECT 1 FROM season_meeting m WHERE m.root = a.root AND m.day BETWEEN w.start AND w."end" AND m.day <= as_of)
            THEN 'held'
            WHEN EXISTS (SELECT 1 FROM season_meeting m WHERE m.root = a.root AND m.day BETWEEN w.start AND w."end") THEN 'scheduled'
            WHEN EXISTS (SELECT 1 FROM season_meeting m WHERE m.root = a.root AND m.day > as_of) THEN 'other_day'
            WHEN EXISTS (SELECT 1 FROM actions x WHERE x.root = a.root AND x.subject LIKE '%business review%') THEN 'booking'
            ELSE 'missing' END AS state,
       v.day AS last, CAST(julianday(as_of) - julianday(v.day) AS INTEGER) AS days_since,
       coalesce(v.day < since_365_days, 1) AS is_old
FROM season_account a JOIN today JOIN season_week w ON w.number = 6 JOIN audit_review v ON v.root = a.root;

ALTER TABLE season_review ADD COLUMN book_by;
UPDATE season_review SET book_by = (SELECT start FROM season_week WHERE number = 5) WHERE state IN ('booking', 'missing');

CREATE TABLE season_found AS
SELECT root, 'plan_on_record' AS key, has_plan AS is_done FROM season_account
UNION ALL SELECT a.root, 'revenue_and_target', r.current IS NOT NULL AND r.target IS NOT NULL FROM season_account a JOIN revenue r USING (root)
UNION ALL SELECT a.root, 'sponsor_named', s.sponsor IS NOT NULL FROM season_account a JOIN sponsor s USING (root)
UNION ALL SELECT a.root, 'whitespace_valued', count(x.product) > 0 AND count(x.product) = count(x.value)
FROM season_account a LEFT JOIN cells x ON x.root = a.root AND x.state <> 'owned' AND x.is_priority GROUP BY a.root
UNION ALL SELECT a.root, 'renewal_dated', r.date IS NOT NULL FROM season_account a JOIN renewal r USING (root)
UNION ALL SELECT root, 'priorities_sourced', n = m AND m > 0 FROM audit_counted JOIN season_account USING (root) WHERE "check" = 'priorities'
UNION ALL SELECT a.root, 'buyer_named', b.known > 0 FROM season_account a JOIN audit_buyer b USING (root)
UNION ALL SELECT a.root, 'plan_drafted', CASE WHEN a.has_plan AND k.day >= w.start THEN 1 WHEN e.day IS NULL AND a.has_plan THEN NULL ELSE 0 END
FROM season_account a JOIN season_week w ON w.number = 3 LEFT JOIN audit_edit e USING (root) LEFT JOIN plan_known k ON k.root = a.root
UNION ALL SELECT a.root, 'goals_complete', count(g.id) > 0 AND min(coalesce(
    g.has_person AND g."end" IS NOT NULL AND g.is_measured AND g.id NOT IN (SELECT id FROM audit_vague)
    AND NOT EXISTS (SELECT 1 FROM audit_measure m WHERE m.goal = g.id AND NOT m.has_baseline), 0))
FROM season_account a LEFT JOIN audit_goal g USING (root) GROUP BY a.root
-- Where no action is open, none lacks its owner.
UNION ALL SELECT a.root, 'actions_owned', coalesce(min(CASE WHEN x.id IS NOT NULL THEN x.owner IS NOT NULL END), 1) FROM season_account a LEFT JOIN actions x USING (root) GROUP BY a.root
UNION ALL SELECT a.root, 'partners_named', (
    SELECT count(DISTINCT CASE WHEN m.TeamMemberRole LIKE '%Success%' THEN 1 WHEN m.TeamMemberRole LIKE '%Engineer%' THEN 2
                               WHEN m.TeamMemberRole LIKE '%Marketing%' THEN 3 END)
    FROM AccountTeamMember m JOIN tree t ON t.account = m.AccountId WHERE t.root = a.root) = 3
FROM season_account a
UNION ALL SELECT "account.id", 'review_scheduled', state IN ('held', 'scheduled') FROM season_review
UNION ALL SELECT a.root, 'sponsor_met', coalesce(s.met >= since_90_days, 0) FROM season_account a JOIN today JOIN audit_sponsor s USING (root);

CREATE TABLE season_check AS
WITH tally AS (
    SELECT s.key, s.week, s.role, s.is_shown,
           -- A week's last working day; a review is booked a week before the customer's begins.
           CASE s.key WHEN 'review_scheduled' THEN w.start ELSE date(w.start, '+4 days') END AS due,
           (SELECT start FROM season_week b WHERE b.number = CASE s.week WHEN 2 THEN 1 WHEN 4 THEN 3 ELSE s.week END) AS begins,
           group_concat(CASE WHEN f.is_done = 1 THEN a.name END, '|') AS done,
           group_concat(CASE WHEN f.is_done = 0 THEN f.root END, '|') AS missing,
           group_concat(CASE WHEN f.root IS NOT NULL AND f.is_done IS NULL THEN a.name END, '|') AS unknown
    FROM season_step s JOIN season_week w ON w.number = s.week
    LEFT JOIN season_found f ON f.key = s.key LEFT JOIN season_account a ON a.root = f.root GROUP BY s.key
)
SELECT key, week, role, due, done, unknown,
       CASE WHEN missing IS NULL THEN 0 ELSE length(missing) - length(replace(missing, '|', '')) + 1 END AS missing_count,
       (SELECT group_concat(name, '|') FROM season_account WHERE '|' || missing || '|' LIKE '%|' || root || '|%') AS missing_names,
       CASE WHEN NOT is_shown AND as_of > due THEN 'unconfirmed' WHEN NOT is_shown THEN 'by_hand' WHEN missing IS NULL AND unknown IS NULL THEN 'done'
            WHEN missing IS NULL THEN 'unknown' WHEN as_of < begins THEN 'ahead' WHEN as_of > due THEN 'late' ELSE 'open' END AS state
FROM tally JOIN today;

CREATE TABLE season AS
SELECT 4 AS quarter, 0 AS is_dated, 0 AS moved_days, (SELECT group_concat(name, '|') FROM season_account) AS tier1,
       (SELECT count(*) FROM due JOIN season_week w ON w.number = 1 WHERE due.day < w.start) AS due_before,
       (SELECT count(*) FROM member m WHERE m.tier = 3 AND m.plan IS NULL) AS without_due;
CREATE TABLE season_due AS
SELECT m.id AS "account.id", m.tier, d.day, coalesce(max(0, CAST(julianday(as_of) - julianday(d.day) AS INTEGER)), 0) AS days_late
FROM member m JOIN today JOIN due d ON d."account.id" = m.id WHERE NOT (m.tier = 3 AND m.plan IS NULL);
CREATE TABLE season_late AS
SELECT key, role, due, CAST(julianday(as_of) - julianday(due) AS INTEGER) AS days, missing_names AS accounts
FROM season_check JOIN today WHERE state = 'late';

-- The six weeks, and those that follow until the fiscal quarter ends; the Top X of the next one are selected in its third month.
CREATE TABLE season_column AS
WITH RECURSIVE week (start, number) AS (
    SELECT start, number FROM season_week WHERE number = 1
    UNION ALL SELECT date(week.start, '+7 days'), week.number + 1 FROM week JOIN season_week f ON f.number = 1
    JOIN quarter q ON f.start BETWEEN q.first_day AND q.last_day WHERE date(week.start, '+7 days') <= q.last_day
)
SELECT w.start, date(w.start, '+6 days') AS "end", CASE WHEN w.number <= 6 THEN w.number END AS number, k.step,
       as_of BETWEEN w.start AND date(w.start, '+6 days') AS is_current,
       (SELECT group_concat(DISTINCT a.name) FROM season_meeting m JOIN season_account a USING (root)
        WHERE m.day BETWEEN w.start AND date(w.start, '+6 days')) AS reviews,
       (SELECT group_concat(m.name, '|') FROM season_due d JOIN member m ON m.id = d."account.id"
        WHERE d.day BETWEEN w.start AND date(w.start, '+6 days')) AS dues,
       date(w.start, '+6 days') >= date(q.last_day, 'start of month') AND w.start <= q.last_day AS selects
FROM week w JOIN today LEFT JOIN season_week k ON k.number = w.number
JOIN season_week f ON f.number = 1 JOIN quarter q ON f.start BETWEEN q.first_day AND q.last_day;

-- Rows 22 and 113, of the running quarter and of the season's; the meeting is on the last working day.
CREATE TABLE season_date AS
WITH asked AS (
    SELECT DISTINCT q.first_day, q.last_day FROM quarter q JOIN today JOIN season_week f ON f.number = 1
    WHERE as_of BETWEEN q.first_day AND q.last_day OR f.start BETWEEN q.first_day AND q.last_day
)
SELECT 'mondays' AS kind, min(start) AS start, max("end") AS "end" FROM season_week
UNION ALL SELECT 'selection', date(last_day, 'start of month'), last_day FROM asked
UNION ALL
SELECT 'selection_meeting', day, day FROM (
    SELECT date(worked, CASE strftime('%w', worked) WHEN '6' THEN '-1 day' WHEN '0' THEN '-2 days' ELSE '+0 days' END) AS day
    FROM (  -- between the years nobody keeps a date
        SELECT CASE strftime('%m', last_day) WHEN '12' THEN strftime('%Y-12-23', last_day) ELSE last_day END AS worked FROM asked
    )
);
CREATE TABLE season_customer AS SELECT number, start, "end" FROM season_week WHERE number = 6;
