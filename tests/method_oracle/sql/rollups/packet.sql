-- Rows 4, 102 and 117 of the method: a page for each account of tiers 1 and 2, a line for each of tier 3.

CREATE TABLE packet_page AS
SELECT a.root AS "account.id", a.tier, r.days AS renewal_days,
       (SELECT count(*) FROM folio_concerns c WHERE c."account.id" = a.root) AS concern_count
FROM audited a JOIN renewal r USING (root);
CREATE TABLE packet_motion AS
SELECT m.id AS "account.id", u.Name AS "owner.name", r.date AS renewal, r.days AS renewal_days, b.playbook
FROM member m JOIN renewal r ON r.root = m.id JOIN about b ON b.root = m.id JOIN User u ON u.Id = m.owner_id WHERE m.tier = 3;
CREATE TABLE packet_plans AS
SELECT count(*) AS plans FROM member m JOIN the_plan p ON p.root = m.id WHERE p.status = 'Active';

-- A renewal within 180 days; open cases that are escalated or of high priority.
CREATE TABLE packet_renewal AS
SELECT a.root AS of_pages, 'renewal' AS kind, r.date AS day, r.days AS n
FROM audited a JOIN renewal r USING (root) WHERE r.days <= 180;
CREATE TABLE packet_case AS
SELECT a.root AS of_pages, 'case' AS kind, count(*) AS n
FROM audited a JOIN ticket k USING (root) JOIN today JOIN quarter q ON q.place = reviewed
WHERE k.closed IS NULL AND (k.is_escalated OR k.priority = 'High') GROUP BY a.root;
