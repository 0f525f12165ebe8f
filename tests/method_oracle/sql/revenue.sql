-- Rows 27 and 89 of the method, decisions 4 and 10. In the sample every customer states its ARR itself, which
-- is the ladder's first rung: the field is the total of the account and all below it, and a year ago is
-- of the same field. A test holds that the sample keeps doing so.

CREATE TABLE revenue AS
WITH stated AS (
    SELECT c.root, cents(a.ARR__c) AS current, cents(a.Revenue_Target__c) AS target,
           -- A field of the day it is read on says nothing of a year before another day (CONTRACT.md "As-of").
           CASE WHEN as_of >= read_on THEN cents(a.ARR_Year_Ago__c) END AS year_ago,
           as_of < read_on AS is_read_later
    FROM customer c JOIN Account a ON a.Id = c.root JOIN asked
),
-- New and expansion deals won in twelve months.
grown AS (
    SELECT root, sum(amount) AS won
    FROM deal, today
    WHERE state = 'won' AND kind IN ('new', 'expansion') AND close_date >= since_12_months
    GROUP BY root
)
SELECT s.root, current, target, target - current AS gap, year_ago, 'Account.ARR__c' AS source,
       -- ARR a year ago plus what was won must come within 10 % of ARR now.
       -- Read later, a text says that this is not computable.
       is_read_later OR abs(year_ago + coalesce(won, 0) - current) * 10 > current AS is_warned
FROM stated s LEFT JOIN grown USING (root);
