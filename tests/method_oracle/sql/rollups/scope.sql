-- Whose accounts: those owned by anybody below the person asked for, by each user's manager, for users without one
-- by inputs/managers.csv (docs/topx.md, Levels).

CREATE TABLE boss AS
SELECT u.Id AS id, coalesce(u.ManagerId, m.Id) AS boss
FROM User u
LEFT JOIN file_managers f ON f.user IN (u.Id, u.Name)
LEFT JOIN User m ON f.manager IN (m.Id, m.Name);

-- Nobody above the person who was asked for has a place in what is told.
CREATE TABLE above_asked AS
WITH RECURSIVE up (id) AS (
    SELECT b.boss FROM boss b JOIN User u ON u.Id = b.id JOIN rolled_asked k ON u.Name = k.manager
    UNION
    SELECT b.boss FROM boss b JOIN up ON up.id = b.id
)
SELECT id FROM up WHERE id IS NOT NULL;

CREATE TABLE below_asked AS
WITH RECURSIVE below (id) AS (
    SELECT b.id FROM boss b JOIN User u ON u.Id = b.boss JOIN rolled_asked k ON u.Name = k.manager
    UNION
    SELECT b.id FROM boss b JOIN below ON below.id = b.boss
)
SELECT id FROM below;

DELETE FROM customer
WHERE (SELECT manager FROM rolled_asked) IS NOT NULL
  AND (SELECT a.OwnerId FROM Account a WHERE a.Id = root) NOT IN (SELECT id FROM below_asked);

-- Of whom a rollup speaks, as of when; the planning weeks that are on or come next (row 15).
CREATE TABLE rolled_head AS
SELECT coalesce(k.manager, 'all accounts') AS scope, (SELECT u.Id FROM User u WHERE u.Name = k.manager) AS "person.id",
       (SELECT IsoCode FROM CurrencyType WHERE IsCorporate) AS currency, as_of,
       (SELECT count(*) FROM customer) AS count, (SELECT group_concat(root, '|') FROM customer) AS accounts
FROM today JOIN rolled_asked k;
CREATE TABLE rolled_weeks AS SELECT DISTINCT number, step, start, "end" FROM cadence_weeks;
CREATE TABLE rolled_cadence AS
SELECT CAST(strftime('%Y', w."end") AS INTEGER) + 1 AS year, w.start, w."end", as_of < w.start AS is_ahead,
       (SELECT number FROM rolled_weeks k WHERE as_of BETWEEN k.start AND k."end") AS week
FROM cadence_window w JOIN today;
