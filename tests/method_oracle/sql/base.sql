-- The day, the quarters, the tree of each customer, and what every topic joins with.
-- CONTRACT.md "What an account is", "As-of"; decisions 4, 10, 14.

-- The org's fiscal quarters under their own names: Q3 FY2026.
CREATE TABLE quarter AS
SELECT 'Q' || p.Number || ' FY' || y.Name AS name,
       p.StartDate AS first_day,
       p.EndDate AS last_day,
       row_number() OVER (ORDER BY p.StartDate) AS place
FROM Period p JOIN FiscalYearSettings y ON y.Id = p.FiscalYearSettingsId
WHERE p.Type = 'Quarter';

-- As-of, and the quarter under review: the last one that is over on that day (CONTRACT.md).
CREATE TABLE today AS
SELECT as_of,
       (SELECT max(place) FROM quarter WHERE last_day < as_of) AS reviewed,
       date(as_of, '-36 months', '+1 day') AS since_36_months,  -- windows are half open (decision 4)
       date(as_of, '-12 months', '+1 day') AS since_12_months,
       date(as_of, '-90 days') AS since_90_days,                -- days count both ends (decision 4)
       date(as_of, '-365 days') AS since_365_days
FROM asked;

-- As-of: who was recorded later, nobody knew yet.
DELETE FROM Contact WHERE org_day(CreatedDate) > (SELECT as_of FROM today);

-- Every customer (an account without a parent) with all accounts below it.
CREATE TABLE tree AS
WITH RECURSIVE below (root, account, depth) AS (
    SELECT Id, Id, 0 FROM Account WHERE ParentId IS NULL
    UNION ALL
    SELECT below.root, Account.Id, below.depth + 1
    FROM Account JOIN below ON Account.ParentId = below.account
)
SELECT below.root, below.account, below.depth, Account.Name AS name,
       top.CurrencyIsoCode AS currency, rate.ConversionRate AS rate
FROM below
JOIN Account ON Account.Id = below.account
JOIN Account top ON top.Id = below.root
JOIN CurrencyType rate ON rate.IsoCode = top.CurrencyIsoCode;
CREATE UNIQUE INDEX tree_account ON tree (account);

CREATE TABLE customer AS SELECT root, name, currency, rate FROM tree WHERE depth = 0;

-- Standing rates: the org has no dated ones (decision 14).
CREATE TABLE rate AS SELECT IsoCode AS currency, ConversionRate AS rate FROM CurrencyType;

-- Tasks and events: what was done by as-of. A task counts on the day it was done, an open one is still
-- ahead; an event on its day.
CREATE TABLE touch AS
SELECT t.root, t.account, a.Id AS id, a.WhoId AS contact, a.OwnerId AS owner, a.day
FROM (
    SELECT Id, AccountId, WhoId, OwnerId, org_day(CompletedDateTime) AS day
    FROM Task, today
    WHERE IsClosed AND org_day(CompletedDateTime) <= as_of AND org_day(CreatedDate) <= as_of
    UNION ALL
    SELECT Id, AccountId, WhoId, OwnerId, ActivityDate
    FROM Event, today
    WHERE org_day(CreatedDate) <= as_of
) a
JOIN tree t ON t.account = a.AccountId
JOIN today ON a.day <= today.as_of;
CREATE INDEX touch_contact ON touch (contact, day);
