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

-- What calls for attention, each of an account or of a person of ours.
CREATE TABLE folio_concerns AS
SELECT 'renewal' AS kind, 'act' AS grade, m.id AS "account.id", coalesce(m.planner, m.owner_id) AS "owner.id", r.days, NULL AS n, NULL AS of
FROM member m JOIN renewal r ON r.root = m.id WHERE r.status = 'red'
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
SELECT 'owner_few', 'note', NULL, coalesce(planner, owner_id), NULL, sum(tier = 1), 3
FROM member WHERE plan IS NOT NULL GROUP BY 4 HAVING sum(tier = 1) BETWEEN 1 AND 2
UNION ALL
SELECT 'no_quota', 'note', NULL, id, NULL, NULL, NULL FROM without_quota;
