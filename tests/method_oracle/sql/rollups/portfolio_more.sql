-- Rows 5, 11, 17, 23, 54 and 92 over the accounts that were asked for: what the documents about them count beside the
-- figures of portfolio.sql.

CREATE TABLE folio_coverage AS
WITH touched AS (
    SELECT m.id, m.name, CASE WHEN m.plan IS NULL OR m.plan_end < as_of THEN 0 WHEN max(k.day) >= w.first_day THEN 1
                              WHEN max(x.day) <= as_of THEN 0 END AS is_touched
    FROM member m JOIN planning_window w JOIN today LEFT JOIN plan_change x ON x.root = m.id
    LEFT JOIN plan_known k ON k.root = m.id
    WHERE m.tier = 1 GROUP BY m.id
)
SELECT group_concat(CASE WHEN is_touched = 1 THEN name END, '|') AS touched,
       group_concat(CASE WHEN is_touched = 0 THEN name END, '|') AS missing,
       group_concat(CASE WHEN is_touched IS NULL THEN name END, '|') AS unknown,
       count(CASE WHEN is_touched = 1 THEN 1 END) || '|' || count(*) AS "percent.of"
FROM touched;

CREATE TABLE folio AS
SELECT (SELECT IsoCode FROM CurrencyType WHERE IsCorporate) AS currency, as_of, (SELECT count(*) FROM member) AS count,
       '3|7' AS plans_each,
       (SELECT group_concat(m.name, '|') FROM member m
        WHERE m.tier = 2 AND (SELECT count(*) FROM play y WHERE y.root = m.id) > 2) AS crowded,
       NULL AS without_rate
FROM today;

CREATE TABLE folio_blockers AS
SELECT m.id AS "account.id", b.kind AS "blocker.kind", b.name AS "blocker.name", b.unit AS "blocker.unit", b.days AS "blocker.days",
       b.owner AS "blocker.owner.name", b.escalate_to AS "blocker.escalate_to.name"
FROM member m JOIN blockers b ON b.root = m.id;

CREATE TABLE folio_quotas AS
SELECT m.owner_id AS "owner.id", sum(m.target - m.revenue) AS "gap.value",
       count(m.target - m.revenue) || '|' || count(*) AS "gap.of", count(m.target) || '|' || count(*) AS "target.of"
FROM member m GROUP BY m.owner_id;

-- Days that are proposed: Fridays so many days away, or more. Where nobody works on it (weekends, December 24 to
-- January 1) the working day before, as far as that is no sooner, or else the next one.
CREATE TABLE worked_day AS
WITH RECURSIVE d (day) AS (SELECT as_of FROM today UNION ALL SELECT date(day, '+1 day') FROM d JOIN today WHERE day < date(as_of, '+50 days'))
SELECT day FROM d WHERE strftime('%w', day) NOT IN ('0', '6') AND strftime('%m%d', day) BETWEEN '0102' AND '1223';
CREATE TABLE proposed_day AS
WITH away (days) AS (VALUES (1), (7), (21), (24)),
friday AS (SELECT days, date(as_of, '+' || days || ' days') AS soonest, date(as_of, '+' || days || ' days', 'weekday 5') AS day FROM away JOIN today)
SELECT days, coalesce((SELECT max(w.day) FROM worked_day w WHERE w.day BETWEEN f.soonest AND f.day),
                      (SELECT min(w.day) FROM worked_day w WHERE w.day > f.day)) AS day
FROM friday f;

-- Rows 29 and 92: a renewal is told once, by the gravest that is true of it. It is its deal's owner's, else the account's.
-- Signed is a contract that renews by itself and whose day for notice has passed.
CREATE TABLE folio_renewal AS
SELECT r.root, r.days, coalesce(u.Id, a.OwnerId) AS owner_id, n.notice_by,
       CASE WHEN r.status = 'red' THEN 'renewal' WHEN n.notice_missed THEN 'notice'
            WHEN r.days <= 90 AND NOT coalesce(r.auto_renews AND n.notice_by < as_of, 0) THEN 'unsigned' END AS kind
FROM renewal r JOIN today JOIN Account a ON a.Id = r.root
LEFT JOIN notice n USING (root)
LEFT JOIN Opportunity o ON o.Id = r.opportunity_id LEFT JOIN User u ON u.Id = o.OwnerId;

-- Row 56: who left within 180 days, or whose mail came back, and was champion or economic buyer, by the role that
-- counts or else by that of the relation that ended.
CREATE TABLE folio_lost AS
SELECT c.root, c.id, t.OwnerId AS owner_id
FROM contacts c JOIN today JOIN Account t ON t.Id = c.account
WHERE EXISTS (
    SELECT 1 FROM AccountContactRelation r LEFT JOIN role_word w ON w.said = r.Roles
    WHERE r.ContactId = c.id AND (NOT r.IsActive OR r.EndDate < as_of)
      AND coalesce(r.EndDate BETWEEN date(as_of, '-180 days') AND as_of, 1)
      AND coalesce(c.role, w.role) IN ('champion', 'economic_buyer')
) OR EXISTS (
    SELECT 1 FROM Contact k WHERE k.Id = c.id AND k.IsEmailBounced AND c.role IN ('champion', 'economic_buyer')
      AND coalesce(org_day(k.EmailBouncedDate) BETWEEN date(as_of, '-180 days') AND as_of, 1)
);

-- What calls for attention, each of an account or of a person of ours.
CREATE TABLE folio_raised AS
SELECT f.kind, 'act' AS grade, f.root AS "account.id", f.owner_id AS "owner.id", f.days,
       CASE f.kind WHEN 'notice' THEN CAST(julianday(as_of) - julianday(f.notice_by) AS INTEGER) END AS n, NULL AS of
FROM folio_renewal f JOIN member m ON m.id = f.root JOIN today WHERE f.kind IS NOT NULL
UNION ALL
SELECT 'lost', CASE WHEN r.days <= 180 THEN 'act' ELSE 'watch' END, l.root, l.owner_id, NULL, NULL, NULL
FROM folio_lost l JOIN member m ON m.id = l.root LEFT JOIN renewal r USING (root)
UNION ALL
SELECT 'no_plan', 'act', id, owner_id, NULL, NULL, NULL FROM member WHERE tier IN (1, 2) AND plan IS NULL
UNION ALL
SELECT 'single_thread', 'watch', m.id, coalesce(m.planner, m.owner_id), NULL, s.active_contacts, NULL
FROM member m JOIN relationships s ON s.root = m.id WHERE s.single_threaded
UNION ALL
SELECT 'threads', 'watch', m.id, coalesce(m.planner, m.owner_id), NULL, sum(t.single_threaded), count(t.single_threaded)
FROM member m JOIN threading t ON t.root = m.id JOIN relationships s ON s.root = m.id AND s.single_threaded = 0
GROUP BY m.id HAVING sum(t.single_threaded) > 0
UNION ALL
SELECT 'plays', 'watch', m.id, coalesce(m.planner, m.owner_id), NULL, count(*), 2
FROM member m JOIN play y ON y.root = m.id WHERE m.tier = 2 GROUP BY m.id HAVING count(*) > 2
UNION ALL
-- One cause is named once: without a plan nothing is besides overdue.
SELECT 'overdue', 'watch', m.id, coalesce(m.planner, m.owner_id), CAST(julianday(as_of) - julianday(d.day) AS INTEGER), NULL, NULL
FROM member m JOIN today JOIN due d ON d."account.id" = m.id WHERE d.day < as_of AND m.plan IS NOT NULL
UNION ALL
SELECT 'no_quota', 'note', NULL, id, NULL, NULL, NULL FROM without_quota;

-- Row 105: what somebody accepts is no flag, from the acceptance's day to its last.
CREATE TABLE folio_check (kind, "check");
INSERT INTO folio_check VALUES ('no_plan', 'plan'), ('plan_closed', 'plan'), ('plan_over', 'plan'), ('stale', 'fresh'), ('overdue', 'fresh'), ('coverage', 'window'), ('sponsor', 'sponsor'),
    ('single_thread', 'threads'), ('threads', 'division_threads'), ('plays', 'light_plays'), ('strategy', 'strategy'),
    ('renewal', 'renewal'), ('notice', 'renewal'), ('unsigned', 'renewal');
CREATE TABLE folio_said AS
SELECT f.*, m.name, cents_in(CASE WHEN f.kind IN ('renewal', 'notice', 'unsigned', 'strategy') THEN r.value ELSE v.current END,
                             m.rate, m.corporate_rate) AS at_risk, d.day AS due,
       CASE f.kind WHEN 'threads' THEN (SELECT sum(t.single_threaded IS NULL) FROM threading t WHERE t.root = m.id) ELSE 0 END AS unknown,
       x.account IS NOT NULL AS is_agreed, x.by, x.date AS day, coalesce(x.until, date(x.date, '+1 year')) AS until, x."check"
FROM folio_raised f JOIN today
-- This week what is to be acted on, within a month what is to be watched; who left is replaced within a week or so (row 55).
LEFT JOIN proposed_day d ON d.days = CASE WHEN f.kind = 'lost' THEN 7 WHEN f.grade = 'act' THEN 1 WHEN f.grade = 'watch' THEN 24 END
LEFT JOIN member m ON m.id = f."account.id" LEFT JOIN renewal r ON r.root = m.id LEFT JOIN revenue v ON v.root = m.id
LEFT JOIN folio_check k ON k.kind = f.kind
LEFT JOIN file_audit x ON x."check" = k."check" AND x.account IN (m.id, m.name)
                      AND as_of BETWEEN x.date AND coalesce(x.until, date(x.date, '+1 year'));
-- The most money at risk first within a grade, then the gravest kind.
CREATE TABLE folio_concerns AS
SELECT f.* FROM folio_said f
JOIN (VALUES ('renewal', 1), ('notice', 2), ('unsigned', 3), ('strategy', 4), ('lost', 5), ('no_plan', 6), ('plan_closed', 7), ('plan_over', 8),
             ('stale', 9), ('sponsor', 10), ('single_thread', 11), ('owner_many', 12), ('top_unplanned', 13), ('overdue', 14),
             ('coverage', 15), ('plays', 16), ('threads', 17), ('tier3_plan', 18), ('no_quota', 19), ('rate', 20)) o ON o.column1 = f.kind
LEFT JOIN User u ON u.Id = f."owner.id"
WHERE NOT is_agreed
ORDER BY CASE grade WHEN 'act' THEN 1 WHEN 'watch' THEN 2 ELSE 3 END, coalesce(at_risk, 0) DESC, o.column2,
         CASE WHEN f.kind IN ('renewal', 'notice', 'unsigned', 'strategy') THEN days ELSE -coalesce(days, n, 0) END, lower(coalesce(f.name, u.Name));
-- Where no task of the CRM gives another day, it is proposed.
CREATE TABLE folio_proposed AS
SELECT kind, grade, "account.id", "owner.id", due FROM folio_concerns WHERE kind NOT IN ('no_plan', 'plan_closed', 'single_thread', 'threads');
CREATE TABLE folio_agreed AS
SELECT kind AS "concern.kind", grade AS "concern.grade", "account.id" AS "concern.account.id", "owner.id" AS "concern.owner.id",
       days AS "concern.days", n AS "concern.n", of AS "concern.of", at_risk AS "concern.at_risk", due AS "concern.due", by AS "acceptance.by",
       day AS "acceptance.day", until AS "acceptance.until", "check" AS "acceptance.check"
FROM folio_said WHERE is_agreed;

-- Rows 17 and 77: of the accounts with a target; what closes of the plays ahead within the fiscal year.
CREATE TABLE folio_aim AS
SELECT (SELECT y.EndDate FROM Period y JOIN today WHERE y.Type = 'Year' AND as_of BETWEEN y.StartDate AND y.EndDate) AS "end",
       sum(m.revenue) AS "revenue.value", count(m.revenue) || '|' || count(*) AS "revenue.of", sum(m.target) AS "target.value",
       count(m.target) || '|' || (SELECT count(*) FROM member) AS "target.of",
       sum(m.target - m.revenue) AS "to_go.value", count(m.target - m.revenue) || '|' || count(*) AS "to_go.of"
FROM member m WHERE m.target IS NOT NULL;
