-- Rows 22, 23, 45, 84, 86 and 93 of the method; the commitments and the lines of the review (DOCUMENTS.md 4.2).

-- An action is an open task: not closed, or closed after as-of (decision 4).
CREATE TABLE actions AS
SELECT t.root, t.name AS unit, a.Id AS id, a.Subject AS subject, coalesce(u.Name, q.Name) AS owner,
       q.Id IS NOT NULL AS owner_is_queue, a.ActivityDate AS due, a.Priority AS priority,
       CASE WHEN a.IsClosed THEN NULL ELSE a.Status END AS status,  -- closed since: nobody knows
       max(0, CAST(julianday(as_of) - julianday(a.ActivityDate) AS INTEGER)) AS days_overdue,
       c.Name AS contact,
       -- Row 23: the owner's manager; for a queue, which has none, the account's owner.
       CASE WHEN a.ActivityDate < as_of THEN coalesce(boss.Name, keeper.Name) END AS escalate_to,
       keeper.Name AS keeper
FROM Task a
JOIN today
JOIN tree t ON t.account = a.AccountId
LEFT JOIN User u ON u.Id = a.OwnerId
LEFT JOIN User boss ON boss.Id = u.ManagerId
LEFT JOIN "Group" q ON q.Id = a.OwnerId
LEFT JOIN Contact c ON c.Id = a.WhoId
JOIN Account top ON top.Id = t.root
LEFT JOIN User keeper ON keeper.Id = top.OwnerId
WHERE org_day(a.CreatedDate) <= as_of AND (NOT a.IsClosed OR org_day(a.CompletedDateTime) > as_of);

-- Row 93: the risks that people recorded and that are open; those seen in the records are marked.
CREATE TABLE risks AS
SELECT t.root, t.name AS unit, r.Name AS name, lower(r.Likelihood__c) AS likelihood,
       lower(r.Impact__c) AS impact, u.Name AS owner, r.Mitigation__c AS mitigation,
       r.Contingency__c AS contingency,
       r.Due_Date__c AS due, 0 AS is_derived
FROM Account_Risk__c r
JOIN tree t ON t.account = r.Account__c
LEFT JOIN User u ON u.Id = r.OwnerId
WHERE r.Status__c NOT IN ('Closed', 'Mitigated', 'Resolved', 'Accepted');

-- What was done after as-of was not done on that day; what is not done and past its date is late.
CREATE TABLE commitments AS
WITH dated AS (
    SELECT *, CASE WHEN Completed_Date__c <= as_of THEN Completed_Date__c END AS done,
           Status__c = 'Open' OR coalesce(Completed_Date__c > as_of, 0) AS is_open
    FROM Customer_Commitment__c, today
)
SELECT t.root, d.Name AS name, u.Name AS our_owner, p.Name AS customer_owner, d.Due_Date__c AS due,
       CASE WHEN NOT is_open THEN lower(d.Status__c) WHEN d.Due_Date__c < as_of THEN 'late' ELSE 'open' END
           AS state,
       d.done AS done_on, d.Share_with_Customer__c AS is_shared,
       is_open AND d.Due_Date__c >= as_of AS is_ahead
FROM dated d
JOIN tree t ON t.account = d.Account__c
LEFT JOIN User u ON u.Id = d.Our_Owner__c
LEFT JOIN Contact p ON p.Id = d.Customer_Owner__c;

-- Row 84: per rival the deals won, lost and open with it.
CREATE TABLE rivals AS
SELECT d.root, c.CompetitorName AS name,
       count(DISTINCT d.id) FILTER (WHERE d.state = 'won') AS won,
       coalesce(sum(d.amount) FILTER (WHERE d.state = 'won'), 0) AS won_amount,
       count(DISTINCT d.id) FILTER (WHERE d.state = 'lost') AS lost,
       coalesce(sum(d.amount) FILTER (WHERE d.state = 'lost'), 0) AS lost_amount,
       count(DISTINCT d.id) FILTER (WHERE d.state = 'open') AS open,
       coalesce(sum(d.amount) FILTER (WHERE d.state = 'open'), 0) AS open_amount
FROM OpportunityCompetitor c JOIN counted d ON d.id = c.OpportunityId
GROUP BY d.root, c.CompetitorName;

-- Row 63: our people: the team of the account and its divisions, the owner and the sponsor, with what they did.
CREATE TABLE team AS
WITH ours AS (
    SELECT t.root, m.UserId AS id FROM AccountTeamMember m JOIN tree t ON t.account = m.AccountId
    UNION
    SELECT c.root, u.Id
    FROM customer c JOIN Account a ON a.Id = c.root JOIN User u ON u.Id IN (a.OwnerId, a.Executive_Sponsor__c)
)
SELECT o.root, u.Name AS name, u.Title AS title, max(t.day) AS last_touch,
       count(t.id) FILTER (WHERE t.day >= since_90_days) AS touches_90d
FROM ours o JOIN User u ON u.Id = o.id JOIN today
LEFT JOIN touch t ON t.root = o.root AND t.owner = o.id
GROUP BY o.root, o.id;

-- Row 22: the three of the week, by rank: a high-priority task past its date, a play due within seven days, the
-- renewal at a gate, a single-thread fix, an executive nobody has touched in 90 days. The ranking is strict;
-- of the last two kinds only the first competes (decision 4). Where fewer than three come up, the same kinds are
-- asked again with wider limits, and nothing is said here of what they give.
CREATE TABLE wanted AS
SELECT root, 1 AS level, 'overdue' AS kind, due, CASE WHEN owner_is_queue THEN keeper ELSE owner END AS owner
FROM actions
WHERE priority = 'High' AND days_overdue > 0
UNION ALL
SELECT root, 2, 'play', close_date, owner FROM play, today
WHERE close_date <= date(as_of, '+7 days') AND coalesce(deal_state, 'open') = 'open'
UNION ALL
SELECT root, 3, 'renewal', NULL, NULL FROM renewal WHERE status <> 'ok'
UNION ALL
SELECT root, 4, 'single_thread', NULL, NULL FROM relationships
WHERE single_threaded OR single_threaded_count > 0
UNION ALL
SELECT DISTINCT root, 5, 'executive', NULL, NULL FROM contacts
WHERE is_executive AND touches_90d = 0 AND role IS NOT 'blocker' AND NOT has_left;

-- A fix may be a task that stands there already: where one of the late ones is with somebody of a division that hangs
-- on one person, what comes after them is not said here.
CREATE TABLE top_actions AS
SELECT root, kind, due, owner, place AS rank FROM (
    SELECT *, row_number() OVER (PARTITION BY root ORDER BY level, due) AS place FROM wanted
)
WHERE place <= 3 AND (level < 4 OR root NOT IN (
    SELECT a.root FROM actions a
    JOIN contacts c ON c.root = a.root AND c.name = a.contact
    JOIN threading t ON t.account = c.account AND t.single_threaded
    WHERE a.priority = 'High' AND a.days_overdue > 0
))
-- Rows 22, 55: a fix wins one person and is one action. Where only one executive is untouched it may be the same one.
AND NOT (kind = 'executive' AND root IN (SELECT root FROM wanted WHERE kind = 'single_thread') AND root IN (
    SELECT root FROM contacts
    WHERE is_executive AND touches_90d = 0 AND role IS NOT 'blocker' AND NOT has_left
    GROUP BY root HAVING count(*) = 1
));
CREATE TABLE top_dated AS SELECT * FROM top_actions WHERE due IS NOT NULL;

-- Row 23: what is late or stands still: overdue tasks, and open deals of 60 days in a stage, three pushes or a
-- close date that has passed. Age of a deal is the longer of its two.
CREATE TABLE blockers AS
SELECT root, 'task' AS kind, subject AS name, unit, days_overdue AS days, owner, escalate_to FROM actions
WHERE days_overdue > 0
UNION ALL
SELECT d.root, 'deal', d.name, d.unit,
       max(coalesce(d.days_in_stage, 0), CAST(julianday(as_of) - julianday(d.close_date) AS INTEGER)),
       d.owner, coalesce(boss.Name, keeper.Name)
FROM open_deals d
JOIN today
LEFT JOIN User u ON u.Id = d.owner_id
LEFT JOIN User boss ON boss.Id = u.ManagerId
JOIN Account top ON top.Id = d.root
LEFT JOIN User keeper ON keeper.Id = top.OwnerId
WHERE d.stalled;

-- What an action is for (row 80): the play or goal that it hangs on, or the deal that a play names or, where none
-- does, a measure of a goal counts.
CREATE TABLE action_links AS
SELECT a.root, a.id, y.name AS play, o.Name AS goal, p.Name AS serves
FROM actions a
JOIN Task t ON t.Id = a.id
LEFT JOIN play y ON t.WhatId IN (y.id, y.opportunity_id)
LEFT JOIN AccountPlanObjMeasRela l ON l.ReferenceRecordId = t.WhatId AND y.id IS NULL
LEFT JOIN AccountPlanObjectiveMeasure m ON m.Id = l.AccountPlanObjectiveMeasureId
LEFT JOIN AccountPlanObjective o ON o.Id = coalesce(y.objective, m.AccountPlanObjectiveId, t.WhatId)
LEFT JOIN Customer_Priority__c p ON p.Id = coalesce(y.priority, o.Customer_Priority__c);
