-- Rows 104 to 106 of the method, docs/audit.md: each check of each plan of tiers 1 and 2, and all of them together.

-- The table of docs/audit.md: a check's place, name, weight, whether a plan must have it, tiers, rows of the method.
CREATE TABLE audit_check (place, name, weight, is_required, tiers, rows);
INSERT INTO audit_check VALUES
    (1, 'plan', 2, 1, '1|2', '2|3|5'),
    (2, 'fresh', 2, 1, '1|2', '3|18|106'),
    (3, 'window', 1, 0, '1', '5'),
    (4, 'thesis', 1, 0, '1|2', '20'),
    (5, 'target', 1, 0, '1|2', '17|75'),
    (6, 'priorities', 1, 0, '1|2', '42'),
    (7, 'questions', 1, 0, '1', '43'),
    (8, 'validated', 1, 0, '1|2', '104'),
    (9, 'sponsor', 2, 1, '1', '2|61'),
    (10, 'sponsor_meets', 1, 0, '1', '61'),
    (11, 'buyer', 1, 0, '1|2', '49|53'),
    (12, 'threads', 1, 0, '1|2', '54'),
    (13, 'division_threads', 1, 0, '1', '54'),
    (14, 'centres', 1, 0, '1', '50'),
    (15, 'objectives', 2, 1, '1|2', '75'),
    (16, 'baselines', 2, 1, '1|2', '76'),
    (17, 'measures', 1, 0, '1|2', '78'),
    (18, 'wording', 1, 0, '1|2', '78'),
    (19, 'follow_up', 1, 0, '1|2', '78'),
    (20, 'outcomes', 2, 1, '1|2', '80'),
    (21, 'served', 1, 0, '1|2', '80'),
    (22, 'plays', 1, 0, '1|2', '69|82'),
    (23, 'light_plays', 1, 0, '2', '3'),
    (24, 'initiatives', 2, 1, '1|2', '80'),
    (25, 'cells', 2, 1, '1|2', '69'),
    (26, 'values', 1, 0, '1', '68|70'),
    (27, 'qualified', 1, 0, '1', '66'),
    (28, 'strategy', 2, 1, '1|2', '3|92'),
    (29, 'renewal', 2, 1, '1|2', '92'),
    (30, 'renewal_buyer', 1, 0, '1|2', '92'),
    (31, 'actions', 1, 0, '1|2', '86'),
    (32, 'overdue', 1, 0, '1|2', '23|86'),
    (33, 'risks', 1, 0, '1', '93'),
    (34, 'leading', 1, 0, '1', '90');

CREATE TABLE audited AS
SELECT m.id AS root, m.name, m.tier, m.owner_id, b.segment, p.id AS plan, p.name AS plan_name, p.owner_id AS planner,
       p.status IS 'Active' AS has_plan, p.start, p."end"
FROM member m JOIN about b ON b.root = m.id LEFT JOIN the_plan p ON p.root = m.id
WHERE m.tier IN (1, 2);

-- Row 106: the day of the newest change by a person; unknown where what is there was changed after as-of.
CREATE TABLE audit_edit AS
SELECT a.root, CASE WHEN max(x.day) <= as_of THEN max(x.day) END AS day
FROM audited a JOIN today LEFT JOIN plan_change x ON x.root = a.root
WHERE a.plan IS NOT NULL GROUP BY a.root;

-- Row 104: the account's own field, or the newest event whose type or subject says that it is a review.
CREATE TABLE audit_review AS
SELECT a.root, max(day) AS day
FROM audited a JOIN today LEFT JOIN (
    SELECT Id AS root, Last_EBR__c AS day FROM Account
    UNION ALL
    SELECT t.root, e.ActivityDate FROM Event e JOIN today JOIN tree t ON t.account = e.AccountId
    WHERE org_day(e.CreatedDate) <= as_of
      AND (e.Type LIKE '%Business Review%' OR e.Subject LIKE '%Business Review%'
           OR ' ' || e.Subject || ' ' GLOB '*[^A-Za-z]EBR[^A-Za-z]*' OR ' ' || e.Subject || ' ' GLOB '*[^A-Za-z]QBR[^A-Za-z]*')
) r ON r.root = a.root AND r.day <= as_of
GROUP BY a.root;

-- Row 61: the newest meeting that the sponsor held.
CREATE TABLE audit_sponsor AS
SELECT a.root, s.sponsor, max(e.ActivityDate) AS met
FROM audited a JOIN today JOIN sponsor s USING (root)
LEFT JOIN User u ON u.Name = s.sponsor
LEFT JOIN tree t ON t.root = a.root
LEFT JOIN Event e ON e.AccountId = t.account AND e.OwnerId = u.Id AND e.ActivityDate <= as_of
                 AND org_day(e.CreatedDate) <= as_of
GROUP BY a.root;

-- Rows 49, 53: the economic buyers who are there; whoever has strength 2 or more, or is not told to have less and was
-- met within a year, knows us.
CREATE TABLE audit_buyer AS
SELECT a.root, count(c.id) AS known,
       coalesce(sum(c.last_touch >= since_365_days AND coalesce(c.strength, 2) >= 2), 0) AS near,
       max(c.last_touch) AS met
FROM audited a JOIN today
LEFT JOIN contacts c ON c.root = a.root AND c.role = 'economic_buyer' AND NOT c.has_left
GROUP BY a.root;

-- Row 92 and decision 4: the buyer whom the renewal's deal names, else one of the division that renews, met since 180 days
-- before it. From 120 days before it on, that no meeting is on record proves nothing.
CREATE TABLE audit_gate AS
WITH on_deal AS (
    SELECT r.root, c.last_touch FROM renewal r
    JOIN OpportunityContactRole o ON o.OpportunityId = r.opportunity_id
    JOIN role_word w ON w.said = o.Role AND w.role = 'economic_buyer'
    JOIN contacts c ON c.id = o.ContactId
),
buyer AS (
    SELECT * FROM on_deal
    UNION ALL
    SELECT n.root, c.last_touch FROM next_renewal n
    JOIN contacts c ON c.account = n.account AND c.role = 'economic_buyer'
    WHERE n.root NOT IN (SELECT root FROM on_deal)
)
SELECT r.root,
       CASE WHEN max(b.last_touch) >= date(r.date, '-180 days') THEN max(b.last_touch)
            WHEN date(r.date, '-120 days') < as_of THEN date(r.date, '-120 days') END AS day,
       CASE WHEN max(b.last_touch) >= date(r.date, '-180 days') THEN 'pass'
            WHEN date(r.date, '-120 days') < as_of THEN 'unknown' ELSE 'not_applicable' END AS grade
FROM renewal r JOIN today LEFT JOIN buyer b ON b.root = r.root GROUP BY r.root;

-- What counts as n of m: of the objectives, measures, plays, cells, actions and risks those that have it.
CREATE TABLE audit_measure AS
SELECT a.root, m.Id AS id, g.id AS goal, m.Baseline__c IS NOT NULL OR s.value IS NOT NULL AS has_baseline,
       m.TargetValue IS NOT NULL AND m.ValueType IS NOT NULL AS has_target
FROM audited a JOIN goals g ON g.root = a.root
JOIN AccountPlanObjectiveMeasure m ON m.AccountPlanObjectiveId = g.id
LEFT JOIN started s ON s.measure = m.Id
WHERE a.has_plan;
CREATE TABLE audit_goal AS
SELECT g.*, EXISTS (SELECT 1 FROM audit_measure m WHERE m.goal = g.id AND m.has_target) AS is_measured,
       EXISTS (SELECT 1 FROM AccountPlanObjective o JOIN User u ON u.Id = o.ObjectiveOwnerId WHERE o.Id = g.id)
           AS has_person
FROM audited a JOIN goals g ON g.root = a.root WHERE a.has_plan;
-- Row 78: a direction without a number, and no measure with a target: these verbs are some of the settings'.
CREATE TABLE audit_vague AS
SELECT id FROM audit_goal
WHERE substr(lower(name), 1, instr(name || ' ', ' ') - 1)
      IN ('deepen', 'expand', 'improve', 'strengthen', 'enhance', 'explore', 'build', 'develop', 'drive', 'grow')
  AND NOT is_measured AND name NOT GLOB '*[0-9]*';
CREATE TABLE audit_play AS
SELECT y.root, y.id, y.owner, y.close_date, y.value, s.serves FROM play y JOIN play_serves s USING (root, id);
CREATE TABLE audit_action AS
SELECT x.root, x.id, x.due, x.days_overdue,
       EXISTS (SELECT 1 FROM Task k JOIN User u ON u.Id = k.OwnerId AND u.IsActive WHERE k.Id = x.id) AS has_person
FROM actions x;
CREATE TABLE audit_metric AS
SELECT root, name, target FROM leading WHERE current IS NOT NULL
UNION ALL SELECT root, name, NULL FROM leading_shares WHERE current IS NOT NULL;

-- Rows 69, 76, 80: of what a plan must have one that lacks fails. What is advised warns where half or more have it.
CREATE TABLE audit_counted (root, "check", n, m, if_most, if_few, if_empty);
INSERT INTO audit_counted
SELECT a.root, 'priorities',
       count(CASE WHEN p.stated_by IS NOT NULL AND p.stated_on IS NOT NULL AND p.stated_where IS NOT NULL THEN 1 END),
       count(p.id), 'warn', 'fail', 'fail'
FROM audited a LEFT JOIN priorities p USING (root) GROUP BY a.root
UNION ALL
-- Row 43.
SELECT a.root, 'questions',
       (p.AccountStrategicPriorities IS NOT NULL OR EXISTS (SELECT 1 FROM priorities y WHERE y.root = a.root))
       + (p.Customer_Efforts__c IS NOT NULL) + (p.AccountChallenges IS NOT NULL)
       + (p.AccountPrfmIndicators IS NOT NULL) + (p.AccountVision IS NOT NULL), 5, 'warn', 'fail', NULL
FROM audited a JOIN AccountPlan p ON p.Id = a.plan WHERE a.tier = 1 AND a.has_plan
UNION ALL
SELECT a.root, 'division_threads', coalesce(sum(t.active >= 2), 0), count(t.account), 'warn', 'fail', 'not_applicable'
FROM audited a LEFT JOIN threading t ON t.root = a.root AND t.single_threaded IS NOT NULL
WHERE a.tier = 1 GROUP BY a.root
UNION ALL
-- Row 50: an empty division is a gap.
SELECT a.root, 'centres', count(coalesce(v.economic_buyer, v.decision_maker, v.champion)), count(v.unit), 'warn', 'fail',
       'not_applicable'
FROM audited a LEFT JOIN coverage v ON v.root = a.root WHERE a.tier = 1 GROUP BY a.root
UNION ALL
SELECT a.root, 'baselines', coalesce(sum(m.has_baseline), 0), count(m.id), 'fail', 'fail', 'not_applicable'
FROM audited a LEFT JOIN audit_measure m USING (root) WHERE a.has_plan GROUP BY a.root
UNION ALL
SELECT a.root, 'measures', coalesce(sum(g.is_measured), 0), count(g.id), 'warn', 'fail', 'not_applicable'
FROM audited a LEFT JOIN audit_goal g USING (root) WHERE a.has_plan GROUP BY a.root
UNION ALL
SELECT a.root, 'wording', coalesce(sum(g.id NOT IN (SELECT id FROM audit_vague)), 0), count(g.id), 'warn', 'fail',
       'not_applicable'
FROM audited a LEFT JOIN audit_goal g USING (root) WHERE a.has_plan GROUP BY a.root
UNION ALL
SELECT a.root, 'follow_up', coalesce(sum(g."end" IS NOT NULL AND g.has_person), 0), count(g.id), 'warn', 'fail',
       'not_applicable'
FROM audited a LEFT JOIN audit_goal g USING (root) WHERE a.has_plan GROUP BY a.root
UNION ALL
SELECT a.root, 'outcomes', count(g.customer_outcome), count(g.id), 'fail', 'fail', 'not_applicable'
FROM audited a LEFT JOIN audit_goal g USING (root) WHERE a.has_plan GROUP BY a.root
UNION ALL
SELECT a.root, 'served', count(g.priority), count(g.id), 'warn', 'fail', 'not_applicable'
FROM audited a LEFT JOIN audit_goal g USING (root) WHERE a.has_plan GROUP BY a.root
UNION ALL
SELECT a.root, 'plays', coalesce(sum(y.owner IS NOT NULL AND y.close_date IS NOT NULL AND y.value IS NOT NULL), 0),
       count(y.id), 'warn', 'fail', CASE a.tier WHEN 2 THEN 'not_applicable' ELSE 'fail' END
FROM audited a LEFT JOIN audit_play y USING (root) GROUP BY a.root
UNION ALL
SELECT a.root, 'initiatives', count(y.serves), count(y.id), 'fail', 'fail', 'not_applicable'
FROM audited a LEFT JOIN audit_play y USING (root) GROUP BY a.root
UNION ALL
SELECT a.root, 'cells', coalesce(sum(x.play IS NOT NULL AND x.owner IS NOT NULL AND x.close_date IS NOT NULL), 0),
       count(x.product), 'fail', 'fail', 'not_applicable'
FROM audited a LEFT JOIN priority_cells x USING (root) GROUP BY a.root
UNION ALL
SELECT a.root, 'values', count(x.value), count(x.product), 'warn', 'fail', 'not_applicable'
FROM audited a LEFT JOIN priority_cells x USING (root) WHERE a.tier = 1 GROUP BY a.root
UNION ALL
SELECT a.root, 'qualified', coalesce(sum(x.need <> 'unknown' AND x.access <> 'unknown' AND x.budget <> 'unknown'), 0),
       count(x.product), 'warn', 'fail', 'not_applicable'
FROM audited a LEFT JOIN cells x ON x.root = a.root AND x.play IS NOT NULL AND x.state <> 'owned'
WHERE a.tier = 1 GROUP BY a.root
UNION ALL
SELECT a.root, 'actions', coalesce(sum(x.has_person AND x.due IS NOT NULL), 0), count(x.id), 'warn', 'fail', 'warn'
FROM audited a LEFT JOIN audit_action x USING (root) GROUP BY a.root
UNION ALL
SELECT a.root, 'overdue', coalesce(sum(x.days_overdue = 0 OR x.due IS NULL), 0), count(x.id),
       CASE WHEN max(x.days_overdue) > 30 THEN 'fail' ELSE 'warn' END,
       CASE WHEN max(x.days_overdue) > 30 THEN 'fail' ELSE 'warn' END, 'not_applicable'
FROM audited a LEFT JOIN audit_action x USING (root) GROUP BY a.root
UNION ALL
SELECT a.root, 'risks', coalesce(sum(r.owner IS NOT NULL AND coalesce(r.mitigation, r.contingency) IS NOT NULL), 0),
       count(r.name), 'warn', 'fail', NULL
FROM audited a LEFT JOIN risks r USING (root) WHERE a.tier = 1 GROUP BY a.root
UNION ALL
SELECT a.root, 'leading', count(k.target), count(k.name), 'warn', 'fail', 'not_applicable'
FROM audited a LEFT JOIN audit_metric k USING (root) WHERE a.tier = 1 GROUP BY a.root;
CREATE TABLE audit_found AS
SELECT root, "check", CASE WHEN m = 0 THEN if_empty WHEN n = m THEN 'pass' WHEN 2 * n >= m THEN if_most ELSE if_few END AS grade,
       -- Where no cell is prioritised it says so of all that are not owned.
       CASE WHEN m > 0 THEN n WHEN "check" IN ('cells', 'values') AND open + in_progress > 0 THEN 0 END AS n,
       CASE WHEN m > 0 THEN m WHEN "check" IN ('cells', 'values') THEN nullif(open + in_progress, 0) END AS m
FROM audit_counted JOIN whitespace USING (root)
UNION ALL
SELECT root, 'plan', CASE WHEN has_plan AND as_of BETWEEN start AND "end" THEN 'pass' WHEN plan IS NULL THEN 'fail'
       WHEN has_plan AND as_of < start THEN 'warn' ELSE 'fail' END, NULL, NULL
FROM audited JOIN today
UNION ALL
SELECT a.root, 'fresh', CASE WHEN NOT a.has_plan THEN 'not_applicable'
       WHEN julianday(as_of) - julianday(k.day) <= CASE a.tier WHEN 1 THEN 90 ELSE 183 END THEN 'pass'
       WHEN e.day IS NULL THEN 'unknown' ELSE 'fail' END, NULL, NULL
FROM audited a JOIN today LEFT JOIN audit_edit e USING (root) LEFT JOIN plan_known k ON k.root = a.root
UNION ALL
-- Row 5: since the planning quarter began; while it runs there is time.
SELECT a.root, 'window', CASE WHEN NOT a.has_plan OR a."end" < as_of THEN 'not_applicable'
       WHEN k.day >= w.first_day THEN 'pass' WHEN e.day IS NULL THEN 'unknown' WHEN as_of <= w.last_day THEN 'warn' ELSE 'fail' END, NULL, NULL
FROM audited a JOIN today JOIN planning_window w LEFT JOIN audit_edit e USING (root) LEFT JOIN plan_known k ON k.root = a.root WHERE a.tier = 1
UNION ALL
SELECT a.root, 'thesis', CASE WHEN coalesce(b.expansion_thesis, f.expansion_thesis) IS NOT NULL THEN 'pass'
       WHEN a.segment IN ('retention', 'motion') THEN 'not_applicable' ELSE 'fail' END, NULL, NULL
FROM audited a JOIN about b USING (root) LEFT JOIN file_accounts f ON f.account IN (a.root, a.name)
UNION ALL
SELECT a.root, 'target', CASE WHEN r.target IS NOT NULL THEN 'pass' ELSE 'fail' END, NULL, NULL
FROM audited a JOIN revenue r USING (root)
UNION ALL
SELECT a.root, 'validated', CASE WHEN v.day >= since_365_days THEN 'pass' WHEN v.day IS NOT NULL THEN 'warn' ELSE 'fail' END,
       NULL, NULL
FROM audited a JOIN today JOIN audit_review v USING (root)
UNION ALL
SELECT a.root, 'sponsor', CASE WHEN s.sponsor IS NOT NULL THEN 'pass' ELSE 'fail' END, NULL, NULL
FROM audited a JOIN sponsor s USING (root) WHERE a.tier = 1
UNION ALL
SELECT a.root, 'sponsor_meets', CASE WHEN s.sponsor IS NULL THEN 'not_applicable' WHEN s.met >= since_365_days THEN 'pass'
       ELSE 'warn' END, NULL, NULL
FROM audited a JOIN today JOIN audit_sponsor s USING (root) WHERE a.tier = 1
UNION ALL
SELECT a.root, 'buyer', CASE WHEN near > 0 THEN 'pass' WHEN known > 0 THEN 'warn' ELSE 'fail' END, NULL, NULL
FROM audited a JOIN audit_buyer b USING (root)
UNION ALL
SELECT a.root, 'threads', CASE WHEN s.single_threaded THEN 'fail' WHEN CAST(t.top_share AS REAL) > 60 THEN 'warn'
       WHEN s.single_threaded = 0 THEN 'pass' ELSE 'unknown' END, s.active_contacts, NULL
FROM audited a JOIN relationships s USING (root) JOIN top_contact t USING (root)
UNION ALL
SELECT a.root, 'objectives', CASE WHEN NOT a.has_plan THEN 'not_applicable' WHEN count(g.id) > 0 THEN 'pass' ELSE 'fail' END,
       nullif(count(g.id), 0), NULL
FROM audited a LEFT JOIN audit_goal g USING (root) GROUP BY a.root
UNION ALL
-- Row 3: one or two plays.
SELECT a.root, 'light_plays', CASE WHEN count(y.id) BETWEEN 1 AND 2 THEN 'pass' ELSE 'warn' END, count(y.id),
       NULL
FROM audited a LEFT JOIN audit_play y USING (root) WHERE a.tier = 2 GROUP BY a.root
UNION ALL
SELECT a.root, 'strategy', CASE WHEN k.Renewal_Strategy__c IS NOT NULL THEN 'pass' ELSE 'fail' END, NULL, NULL
FROM audited a JOIN Account k ON k.Id = a.root
UNION ALL
-- Row 92: red fails; what makes the plan's renewal one to look at warns, but for the strategy, which has its own check.
SELECT a.root, 'renewal', CASE WHEN r.date IS NULL THEN 'unknown'
       WHEN r.days <= 180 AND (r.opportunity_id IS NULL OR r.owner IS NULL) THEN 'fail'
       WHEN n.notice_missed OR x.conflict OR r.days <= 90 OR d.close_date < as_of THEN 'warn' ELSE 'pass' END, NULL, NULL
FROM audited a JOIN today JOIN renewal r USING (root) JOIN renewal_conflict x USING (root)
LEFT JOIN notice n USING (root) LEFT JOIN renewal_deal d USING (root)
UNION ALL
SELECT a.root, 'renewal_buyer', g.grade, NULL, NULL FROM audited a JOIN audit_gate g USING (root);

-- Checks that look into the plan, where there is none to look into.
INSERT INTO audit_found
SELECT a.root, c."check", 'not_applicable', NULL, NULL
FROM audited a JOIN (SELECT column1 AS "check", column2 AS tier FROM (VALUES
    ('questions', 1), ('baselines', 2), ('measures', 2), ('wording', 2), ('follow_up', 2), ('outcomes', 2), ('served', 2))) c
WHERE NOT a.has_plan AND a.tier <= c.tier;

-- Row 105: what is so on purpose, from its day to its last; without one a year.
CREATE TABLE audit_accepted_row AS
SELECT f.line, a.root, a.name, f."check", f.note, f.by, f.date AS day, coalesce(f.until, date(f.date, '+1 year')) AS until
FROM file_audit f JOIN audited a ON f.account IN (a.root, a.name);

-- How each finding stands, who takes the next step, and the first Friday 7 or 21 days away, or more, by which;
-- the renewal's is the next Friday.
CREATE TABLE audit_stand AS
WITH accepted AS (
    SELECT root, "check" FROM audit_accepted_row JOIN today ON as_of BETWEEN day AND until
)
SELECT f.root, c.place, f."check", c.weight, c.is_required, f.grade, f.n, f.m,
       CASE WHEN k.root IS NOT NULL AND f.grade IN ('warn', 'fail') THEN 'accepted' ELSE f.grade END AS state,
       coalesce(a.planner, a.owner_id) AS owner_id,
       d.day AS due
FROM audit_found f JOIN audited a USING (root)
JOIN audit_check c ON c.name = f."check"
LEFT JOIN proposed_day d ON d.days = CASE WHEN f."check" = 'renewal' THEN 1 WHEN f.grade = 'fail' THEN 7 WHEN f.grade = 'warn' THEN 21 END
LEFT JOIN accepted k ON k.root = f.root AND k."check" = f."check";
CREATE TABLE audit_finding AS
SELECT s.root AS of_plans, s."check", s.weight, s.is_required, s.grade AS "verdict.grade", n AS "verdict.n",
       m AS "verdict.m",
       CASE WHEN state IN ('warn', 'fail') THEN u.Name END AS "owner.name",
       CASE WHEN state IN ('warn', 'fail') THEN due END AS due,
       state = 'accepted' AS is_accepted,
       CASE s."check"
           WHEN 'fresh' THEN CAST(julianday(as_of) - julianday(coalesce(e.day, CASE s.grade WHEN 'pass' THEN k.day END)) AS INTEGER)
           WHEN 'validated' THEN CAST(julianday(as_of) - julianday(v.day) AS INTEGER)
           WHEN 'renewal' THEN r.days
           WHEN 'overdue' THEN (SELECT max(days_overdue) FROM audit_action x WHERE x.root = s.root)
       END AS "verdict.days",
       CASE s."check"
           WHEN 'window' THEN CASE s.grade WHEN 'pass' THEN k.day ELSE e.day END WHEN 'validated' THEN v.day WHEN 'sponsor_meets' THEN p.met
           WHEN 'renewal' THEN r.date WHEN 'renewal_buyer' THEN g.day
       END AS "verdict.day",
       CASE WHEN s."check" = 'light_plays' THEN 2
            WHEN s."check" = 'fresh' AND (e.day IS NOT NULL OR s.grade = 'pass') THEN CASE a.tier WHEN 1 THEN 90 ELSE 183 END END AS "verdict.limit"
FROM audit_stand s JOIN today JOIN audited a USING (root) JOIN User u ON u.Id = s.owner_id
LEFT JOIN audit_edit e USING (root) LEFT JOIN audit_review v USING (root) LEFT JOIN renewal r USING (root)
LEFT JOIN audit_sponsor p USING (root) LEFT JOIN audit_gate g USING (root) LEFT JOIN plan_known k ON k.root = s.root;

-- Half the weight for a warning; without a plan there is no score.
CREATE TABLE audit_score AS
WITH counted AS (
    SELECT a.root, a.name, a.tier, a.plan, a.plan_name, a.has_plan, coalesce(a.planner, a.owner_id) AS owner_id, k.ManagerId AS manager_id,
           sum(weight * CASE state WHEN 'pass' THEN 2 WHEN 'warn' THEN 1 ELSE 0 END) AS halves,
           sum(weight) FILTER (WHERE state IN ('pass', 'warn', 'fail')) AS possible,
           sum(state IN ('pass', 'warn', 'fail')) AS graded, sum(state <> 'not_applicable') AS applicable,
           CASE WHEN sum(is_required AND state = 'fail') > 0 THEN 'fail' WHEN sum(is_required AND state = 'warn') > 0 THEN 'warn'
                WHEN sum(is_required AND state = 'pass') > 0 THEN 'pass' ELSE 'unknown' END AS grade
    FROM audited a JOIN audit_stand s USING (root)
    JOIN User k ON k.Id = a.owner_id
    GROUP BY a.root
)
-- To one decimal, as it is shown: so that a mean is that of the rows beside it (decision 14).
SELECT *, CASE WHEN has_plan THEN rounded(percent(halves, 2 * possible), 1) END AS score FROM counted;

CREATE TABLE audit_plan AS
SELECT s.root AS "account.id", s.name AS "account.name", s.tier, u.Name AS "owner.name", m.Name AS "manager.name", s.plan AS plan_id,
       s.plan_name, s.score AS "score.value", graded || '|' || applicable AS "score.of",
       CASE WHEN has_plan THEN halves * 500 ELSE 0 END AS points, CASE WHEN has_plan THEN possible ELSE 0 END AS possible, grade,
       (SELECT "check" FROM audit_stand f WHERE f.root = s.root AND f.state IN ('warn', 'fail')
        ORDER BY NOT (f.is_required AND f.state = 'fail'), f."check" <> 'renewal', f.state = 'warn', f.place LIMIT 1) AS "first.check",
       e.day AS last_edit, CAST(julianday(as_of) - julianday(e.day) AS INTEGER) AS days_since_edit,
       CASE WHEN s.plan IS NULL THEN NULL WHEN julianday(as_of) - julianday(k.day) <= CASE s.tier WHEN 1 THEN 90 ELSE 183 END THEN 0
            WHEN e.day IS NOT NULL THEN 1 END AS is_stale
FROM audit_score s JOIN today JOIN User u ON u.Id = s.owner_id LEFT JOIN User m ON m.Id = s.manager_id
LEFT JOIN audit_edit e USING (root) LEFT JOIN plan_known k ON k.root = s.root;

-- Row 106: on how many days of a quarter the plan or a play was made, one of its records last changed, a task about one
-- of them was done, or the history of a measure notes a change.
CREATE TABLE audit_worked AS
SELECT a.root, x.day FROM audited a JOIN plan_change x USING (root) WHERE a.plan IS NOT NULL
UNION
SELECT a.root, org_day(p.CreatedDate) FROM audited a JOIN AccountPlan p ON p.Id = a.plan
UNION
SELECT a.root, org_day(w.CreatedDate)
FROM audited a JOIN every_play y USING (root) JOIN Whitespace_Play__c w ON w.Id = y.id WHERE a.plan IS NOT NULL
UNION
SELECT a.root, org_day(h.CreatedDate)
FROM audited a JOIN AccountPlanObjective o ON o.AccountPlanId = a.plan
JOIN AccountPlanObjectiveMeasure m ON m.AccountPlanObjectiveId = o.Id
JOIN AccountPlanObjectiveMeasureHistory h ON h.AccountPlanObjectiveMeasureId = m.Id;
CREATE TABLE audit_quarter AS
SELECT a.root AS of_plans, q.first_day AS "quarter.start", q.last_day AS "quarter.end",
       count(DISTINCT w.day) AS days
FROM audited a JOIN today
JOIN quarter r ON as_of BETWEEN r.first_day AND r.last_day
JOIN quarter q ON q.place BETWEEN r.place - 3 AND r.place
LEFT JOIN audit_worked w ON w.root = a.root AND w.day BETWEEN q.first_day AND min(q.last_day, as_of)
GROUP BY a.root, q.place;

CREATE TABLE audit_grade AS
SELECT column1 AS grade, count(s.root) AS n, group_concat(s.name, '|') AS accounts
FROM (VALUES ('pass'), ('warn'), ('fail'), ('unknown')) LEFT JOIN audit_score s ON s.grade = column1 GROUP BY column1;
CREATE TABLE audit_band AS
SELECT column1 AS least, column2 AS most, count(s.root) AS n, group_concat(s.name, '|') AS accounts
FROM (VALUES (90, NULL), (75, 90), (50, 75), (0, 50), (NULL, NULL))
LEFT JOIN audit_score s ON CASE WHEN column1 IS NULL THEN s.score IS NULL
    ELSE CAST(s.score AS REAL) >= column1 AND (column2 IS NULL OR CAST(s.score AS REAL) < column2) END
GROUP BY column1;
CREATE TABLE audit_mean AS
SELECT mean(score) AS value, count(score) || '|' || count(*) AS of, group_concat(root, '|') AS ids FROM audit_score;
CREATE TABLE audit_by_check AS
SELECT c.name AS "check", c.weight, c.is_required, c.tiers, c.rows, coalesce(sum(s.state = 'pass'), 0) AS passed,
       coalesce(sum(s.state = 'warn'), 0) AS warned, coalesce(sum(s.state = 'fail'), 0) AS failed,
       coalesce(sum(s.state = 'accepted'), 0) AS accepted, coalesce(sum(s.state = 'unknown'), 0) AS unknown,
       group_concat(CASE WHEN s.state IN ('warn', 'fail') THEN s.root END, '|') AS ids
FROM audit_check c LEFT JOIN audit_stand s ON s."check" = c.name GROUP BY c.name;

CREATE TABLE audit_staleness AS
WITH placed AS (
    SELECT tier, days_since_edit AS days, row_number() OVER (PARTITION BY tier ORDER BY days_since_edit) AS place,
           count(*) OVER (PARTITION BY tier) AS n
    FROM audit_plan WHERE days_since_edit IS NOT NULL
)
SELECT column1 AS tier, CASE column1 WHEN 1 THEN 90 ELSE 183 END AS "limit",
       group_concat(CASE WHEN is_stale = 0 THEN "account.name" END, '|') AS fresh,
       group_concat(CASE WHEN is_stale = 1 THEN "account.name" END, '|') AS stale,
       group_concat(CASE WHEN plan_id IS NOT NULL AND is_stale IS NULL THEN "account.name" END, '|') AS unknown,
       group_concat(CASE WHEN plan_id IS NULL THEN "account.name" END, '|') AS without,
       (SELECT CAST(rounded(sum(days) * 1.0 / count(*), 0) AS INTEGER) FROM placed k WHERE k.tier = column1 AND place IN ((n + 1) / 2, n / 2 + 1)) AS median_days
FROM (VALUES (1), (2)) LEFT JOIN audit_plan p ON p.tier = column1 GROUP BY column1;

CREATE TABLE audit_owner AS
SELECT s.owner_id AS "owner.id", u.Name AS "owner.name", group_concat(s.name, '|') AS accounts,
       group_concat(CASE WHEN s.tier = 1 AND s.has_plan THEN s.name END, '|') AS tier1_plans,
       CASE WHEN sum(s.tier = 1 AND s.has_plan) = 0 THEN 'none' WHEN sum(s.tier = 1 AND s.has_plan) < 3 THEN 'few'
            WHEN sum(s.tier = 1 AND s.has_plan) > 7 THEN 'many' ELSE 'ok' END AS load,
       sum(grade = 'pass') AS passed, sum(grade = 'warn') AS warned, sum(grade = 'fail') AS failed, sum(grade = 'unknown') AS unknown,
       mean(score) AS "score.value", count(score) || '|' || count(*) AS "score.of", group_concat(s.root, '|') AS "score.ids",
       q."quota.value", q."target.value"
FROM audit_score s JOIN User u ON u.Id = s.owner_id LEFT JOIN quota_lines q ON q."owner.id" = s.owner_id
GROUP BY s.owner_id;

-- Row 74: all plays of all accounts, by what became of them; who gave one up says so in its status.
CREATE TABLE audit_step AS
WITH step AS (
    SELECT y.id, CASE WHEN p.outcome IN ('won', 'lost') THEN p.outcome WHEN y.status = 'Dropped' THEN 'given_up'
                      WHEN p.outcome = 'planned' AND y.status = 'Won' THEN 'won' ELSE p.outcome END AS key
    FROM every_play y JOIN play_course p USING (root, id) WHERE y.root IN (SELECT root FROM customer)
)
SELECT column1 AS key, count(s.id) AS n, group_concat(s.id, '|') AS ids
FROM (VALUES ('planned'), ('open'), ('won'), ('lost'), ('given_up')) LEFT JOIN step s ON s.key = column1 GROUP BY column1;
CREATE TABLE audit_won AS
WITH won AS (
    SELECT DISTINCT d.id, converted(o.Amount, r.rate, k.ConversionRate) AS amount,
           org_day(w.CreatedDate) < d.created AS was_first
    FROM every_play y JOIN Whitespace_Play__c w ON w.Id = y.id
    JOIN deal d ON d.id = y.opportunity_id AND d.state = 'won'
    JOIN Opportunity o ON o.Id = d.id
    JOIN CurrencyType k ON k.IsCorporate JOIN rate r ON r.currency = o.CurrencyIsoCode
    WHERE y.root IN (SELECT root FROM customer)
)
SELECT coalesce(sum(amount) FILTER (WHERE was_first), 0) AS value,
       coalesce(sum(was_first), 0) || '|' || count(*) AS of
FROM won;
CREATE TABLE audit_tier3 AS SELECT id, name FROM member WHERE tier = 3;
CREATE TABLE audit_tier3_with_plan AS SELECT id, name FROM member WHERE tier = 3 AND plan IS NOT NULL;
CREATE TABLE audit_accepted AS
SELECT r.root AS "account.id", r."check" AS "acceptance.check", r.note AS "acceptance.note", r.by AS "acceptance.by",
       r.day AS "acceptance.day", r.until AS "acceptance.until", s.grade AS "verdict.grade", s.n AS "verdict.n",
       CASE WHEN as_of < r.day THEN 'ahead' WHEN as_of > r.until THEN 'expired' WHEN s.state = 'accepted' THEN 'accepted'
            ELSE 'settled' END AS state
FROM audit_accepted_row r JOIN today LEFT JOIN audit_stand s ON s.root = r.root AND s."check" = r."check";
