-- Rows 14 and 15 of the method, decision 19: six weeks from the first Monday of the second month of the fiscal
-- year's fourth quarter; the window that is on or comes next.

CREATE TABLE cadence_window AS
SELECT start, date(start, '+41 days') AS "end" FROM (
    SELECT date(q.first_day, '+1 month', 'weekday 1') AS start
    FROM quarter q JOIN Period y ON y.Type = 'Year' AND y.EndDate = q.last_day
)
WHERE date(start, '+41 days') >= (SELECT as_of FROM today)
ORDER BY start LIMIT 1;

CREATE TABLE cadence_weeks AS
WITH RECURSIVE week (number) AS (VALUES (1) UNION ALL SELECT number + 1 FROM week WHERE number < 6)
SELECT c.root, number,
       CASE WHEN number <= 2 THEN 'data_preparation' WHEN number <= 4 THEN 'drafts'
            WHEN number = 5 THEN 'internal_review' ELSE 'customer_review' END AS step,
       date(w.start, '+' || (7 * number - 7) || ' days') AS start,
       date(w.start, '+' || (7 * number - 1) || ' days') AS "end"
FROM customer c JOIN cadence_window w JOIN week;

CREATE TABLE cadence AS
SELECT c.root, w.start, w."end", k.number AS week, k.step, k.start AS step_start, k."end" AS step_end
FROM customer c JOIN cadence_window w JOIN today
LEFT JOIN cadence_weeks k ON k.root = c.root AND as_of BETWEEN k.start AND k."end";
