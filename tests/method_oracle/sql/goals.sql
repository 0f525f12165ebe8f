-- Rows 42 and 75 to 80 of the method, decisions 4 and 7 on the bridge.

-- Many plans per account: an active one whose dates hold as-of, else the newest (SALESFORCE.md 3.1).
CREATE TABLE the_plan AS
SELECT root, id, name, owner_id, status, start, "end" FROM (
    SELECT a.AccountId AS root, a.Id AS id, a.Name AS name, a.OwnerId AS owner_id, a.Status AS status,
           a.StartDate AS start, a.EndDate AS "end",
           row_number() OVER (
               PARTITION BY a.AccountId
               ORDER BY a.Status = 'Active' AND as_of BETWEEN a.StartDate AND a.EndDate DESC,
                        a.StartDate DESC
           ) AS place
    FROM AccountPlan a JOIN customer c ON c.root = a.AccountId JOIN today
    WHERE org_day(a.CreatedDate) <= as_of
) WHERE place = 1;

CREATE TABLE priorities AS
SELECT t.root, p.Id AS id, p.Name AS name, p.KPI__c AS kpi, p.Unit__c AS unit,
       thousandths(p.Baseline__c) AS baseline, thousandths(p.Current__c) AS current,
       thousandths(p.Target__c) AS target,
       percent(thousandths(p.Current__c) - thousandths(p.Baseline__c),
               thousandths(p.Target__c) - thousandths(p.Baseline__c)) AS progress,
       p.Outcome__c AS outcome, c.Name AS stated_by, p.Stated_On__c AS stated_on,
       p.Stated_Where__c AS stated_where
FROM Customer_Priority__c p
JOIN today
JOIN tree t ON t.account = p.Account__c
LEFT JOIN Contact c ON c.Id = p.Stated_By__c
WHERE p.Stated_On__c <= as_of
ORDER BY t.root, thousandths(p.Rank__c);

CREATE TABLE goals AS
SELECT p.root, o.Id AS id, o.Name AS name, lower(o.Kind__c) AS kind, o.Strategy__c AS strategy,
       o.Description AS description, u.Name AS owner, o.StartDate AS start, o.EndDate AS "end",
       o.Status AS status, r.Name AS priority, o.Customer_Outcome__c AS customer_outcome,
       o.Shared_with_Customer__c AS is_shared
FROM AccountPlanObjective o
JOIN the_plan p ON p.id = o.AccountPlanId
LEFT JOIN User u ON u.Id = o.ObjectiveOwnerId
LEFT JOIN Customer_Priority__c r ON r.Id = o.Customer_Priority__c;

-- Row 77: what a goal's money measures stand on: open deals linked to the measure, and the goal's plays that are
-- not won, each deal once. What is won is in the current value already.
CREATE TABLE bridge AS
WITH part AS (
    SELECT m.Id AS measure, d.id AS part, d.amount AS value
    FROM AccountPlanObjectiveMeasure m
    JOIN AccountPlanObjMeasRela l ON l.AccountPlanObjectiveMeasureId = m.Id
    JOIN open_deals d ON d.id = l.ReferenceRecordId
    UNION
    SELECT m.Id, coalesce(d.id, y.id), coalesce(d.amount, y.value)
    FROM AccountPlanObjectiveMeasure m
    JOIN play y ON y.objective = m.AccountPlanObjectiveId
    LEFT JOIN open_deals d ON d.id = y.opportunity_id
    WHERE y.deal_state IS NULL OR y.deal_state = 'open'
)
SELECT measure, sum(value) AS value FROM part GROUP BY measure;

-- Row 76: a baseline that nobody stated is the first value in the measure's history.
CREATE TABLE started AS
SELECT measure, value FROM (
    SELECT h.AccountPlanObjectiveMeasureId AS measure, coalesce(h.OldValue, h.NewValue) AS value,
           row_number() OVER (PARTITION BY h.AccountPlanObjectiveMeasureId ORDER BY h.CreatedDate) AS place
    FROM AccountPlanObjectiveMeasureHistory h JOIN today
    WHERE h.Field = 'CurrentValue' AND org_day(h.CreatedDate) <= as_of
) WHERE place = 1;

CREATE TABLE measures AS
SELECT g.root, g.name AS of_goals, m.Id AS id, m.Name AS name, lower(m.ValueType) AS unit,
       thousandths(coalesce(m.Baseline__c, s.value)) AS baseline,
       thousandths(m.CurrentValue) AS current, thousandths(m.TargetValue) AS target,
       percent(thousandths(m.CurrentValue) - thousandths(coalesce(m.Baseline__c, s.value)),
               thousandths(m.TargetValue) - thousandths(coalesce(m.Baseline__c, s.value))) AS progress,
       CASE m.ValueType WHEN 'Currency' THEN b.value END AS bridge,
       CASE m.ValueType WHEN 'Currency'
            THEN cents(m.TargetValue) - cents(m.CurrentValue) - coalesce(b.value, 0) END AS uncovered
FROM AccountPlanObjectiveMeasure m
JOIN goals g ON g.id = m.AccountPlanObjectiveId
LEFT JOIN bridge b ON b.measure = m.Id
LEFT JOIN started s ON s.measure = m.Id;

CREATE TABLE plays AS
SELECT y.root, y.id, y.name, y.kind, y.unit, p.Name AS product, y.value, y.owner, y.close_date,
       y.status, o.Name AS goal, r.Name AS priority, y.opportunity_id
FROM counted_play y
LEFT JOIN Product2 p ON p.Id = y.product
LEFT JOIN AccountPlanObjective o ON o.Id = y.objective
LEFT JOIN Customer_Priority__c r ON r.Id = y.priority;

CREATE TABLE readings AS
SELECT p.root, p.name AS of_priorities, r.Reading_Date__c AS date, thousandths(r.Value__c) AS value, q.name AS quarter
FROM KPI_Reading__c r
JOIN priorities p ON p.id = r.Customer_Priority__c
JOIN today
JOIN quarter q ON r.Reading_Date__c BETWEEN q.first_day AND q.last_day
WHERE r.Reading_Date__c <= as_of;

-- The lines of the review, each kind a list of its own (DOCUMENTS.md 4.2): outcomes are those of the quarter, a
-- roadmap lies ahead.
CREATE TABLE review_line AS
SELECT t.root, i.Type__c AS kind, i.Name AS name, i.Detail__c AS detail, i.Figure__c AS figure,
       i.Item_Date__c AS date, p.Name AS priority, i.Share_with_Customer__c AS is_shared
FROM Review_Item__c i
JOIN tree t ON t.account = i.Account__c
JOIN today
JOIN quarter q ON q.place = reviewed
LEFT JOIN Customer_Priority__c p ON p.Id = i.Customer_Priority__c
WHERE i.Item_Date__c IS NULL
   OR CASE i.Type__c WHEN 'Outcome' THEN i.Item_Date__c BETWEEN q.first_day AND q.last_day
                     WHEN 'Roadmap' THEN i.Item_Date__c >= as_of ELSE 1 END;
CREATE TABLE outcomes AS SELECT * FROM review_line WHERE kind = 'Outcome';
CREATE TABLE lessons AS SELECT * FROM review_line WHERE kind = 'Lesson';
CREATE TABLE options AS SELECT * FROM review_line WHERE kind = 'Option';
CREATE TABLE decisions AS SELECT * FROM review_line WHERE kind = 'Decision';
CREATE TABLE roadmap AS SELECT * FROM review_line WHERE kind = 'Roadmap';
CREATE TABLE questions AS SELECT * FROM review_line WHERE kind = 'Question';

-- Row 80: the stated priority that a play serves, by itself or by way of its goal.
CREATE TABLE play_serves AS
SELECT y.root, y.id, coalesce(own.Name, by_goal.Name) AS serves,
       coalesce(own.Name, by_goal.Name) IS NULL AS serves_nothing
FROM counted_play y
LEFT JOIN Customer_Priority__c own ON own.Id = y.priority
LEFT JOIN AccountPlanObjective o ON o.Id = y.objective
LEFT JOIN Customer_Priority__c by_goal ON by_goal.Id = o.Customer_Priority__c;

-- The plays that lead to a goal: those that name it.
CREATE TABLE goal_plays AS
SELECT y.*, g.name AS of_goals FROM plays y JOIN counted_play p ON p.id = y.id JOIN goals g ON g.id = p.objective;

-- What became of each play (row 74).
CREATE TABLE play_course AS
SELECT y.root, y.id, y.name, y.unit, p.Name AS product, y.kind, y.status,
       CASE WHEN d.id IS NULL THEN 'planned' WHEN d.state = 'later' THEN 'open' ELSE d.state END AS outcome,
       d.stage, d.name AS opportunity, y.value, d.amount, y.owner, y.close_date,
       org_day(w.CreatedDate) AS created, o.Name AS goal, r.Name AS priority
FROM every_play y
JOIN Whitespace_Play__c w ON w.Id = y.id
LEFT JOIN deal d ON d.id = y.opportunity_id
LEFT JOIN Product2 p ON p.Id = y.product
LEFT JOIN AccountPlanObjective o ON o.Id = y.objective
LEFT JOIN Customer_Priority__c r ON r.Id = y.priority;

-- What the plan says in words, and which of the five questions of row 43 it answers.
CREATE TABLE plan_texts AS
SELECT c.root, a.AccountVision AS vision, a.AccountChallenges AS challenges,
       a.AccountIndustryTrends AS industry_trends, a.AccountPrfmIndicators AS performance_indicators,
       a.AccountStrategicPriorities AS customer_priorities, a.AccountCompetitors AS customer_competitors,
       a.AccountCompetitiveStrengths AS customer_competitive_strengths,
       a.AccountCmptvWeaknesses AS customer_competitive_weaknesses,
       a.RelationshipStrengths AS strengths, a.RelationshipWeaknesses AS weaknesses,
       a.RelationshipOpportunities AS opportunities, a.RelationshipThreats AS threats, a.Notes AS notes,
       thousandths(a.Planned_Hours__c) AS hours, cents(a.Plan_Budget__c) AS budget,
       coalesce(a.RelationshipStrengths, a.RelationshipWeaknesses, a.RelationshipOpportunities,
                a.RelationshipThreats) IS NOT NULL AS has_swot
FROM customer c LEFT JOIN the_plan p ON p.root = c.root LEFT JOIN AccountPlan a ON a.Id = p.id;

-- Row 45: news of the last 180 days.
CREATE TABLE signals AS
SELECT t.root, t.account, s.Signal_Date__c AS date, s.Description__c AS text, s.Source_URL__c AS url,
       CASE s.Type__c WHEN 'Executive hire' THEN 'executive_hire' WHEN 'Launch' THEN 'launch'
                      WHEN 'Acquisition' THEN 'acquisition' WHEN 'Decline' THEN 'decline'
                      WHEN 'Loss to competitor' THEN 'competitor_loss' WHEN 'IPO' THEN 'ipo'
                      ELSE 'other' END AS kind
FROM Account_Signal__c s JOIN today JOIN tree t ON t.account = s.Account__c
WHERE s.Signal_Date__c BETWEEN date(as_of, '-180 days') AND as_of;

-- Row 73: what is new since the quarter under review began: priorities with the open cells whose play names
-- them, news of a division with the open cells there; news of the whole account says nothing of cells.
CREATE TABLE openings AS
SELECT p.root, 'priority' AS kind, p.name, p.stated_on AS day,
       (SELECT count(*) FROM cells c JOIN play y ON y.id = c.play_id
        WHERE c.state = 'open' AND y.priority = p.id) AS open
FROM priorities p JOIN today JOIN quarter q ON q.place = reviewed AND p.stated_on >= q.first_day
UNION ALL
SELECT t.root, s.kind, s.text, s.date,
       CASE WHEN t.depth > 0
            THEN (SELECT count(*) FROM cells c WHERE c.account = t.account AND c.state = 'open') END
FROM signals s
JOIN tree t ON t.account = s.account
JOIN today JOIN quarter q ON q.place = reviewed AND s.date >= q.first_day;
CREATE TABLE unserved AS
SELECT root, name, stated_on AS day FROM priorities WHERE id NOT IN (
    SELECT priority FROM play WHERE priority IS NOT NULL
);
CREATE TABLE openings_since AS
SELECT c.root, q.first_day AS openings_since FROM customer c JOIN today JOIN quarter q ON q.place = reviewed;
