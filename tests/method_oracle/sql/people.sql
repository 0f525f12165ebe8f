-- Rows 49 to 62 of the method, decision 4 on people.

CREATE TABLE role_word (said TEXT, role TEXT);
INSERT INTO role_word VALUES  -- the mapping's words for buying roles; every other word is none
    ('Economic Buyer', 'economic_buyer'), ('Economic Decision Maker', 'economic_buyer'),
    ('Decision Maker', 'decision_maker'), ('Executive Sponsor', 'decision_maker'),
    ('Champion', 'champion'), ('Coach', 'coach'), ('Influencer', 'influencer'),
    ('Evaluator', 'influencer'), ('Technical Buyer', 'influencer'), ('Business User', 'user'),
    ('Blocker', 'blocker');

CREATE TABLE person AS
SELECT t.root, t.account, t.name AS unit, c.Id AS id, c.Name AS name, c.Title AS title,
       c.ReportsToId AS boss, lower(c.Level_of_Influence__c) AS influence,
       -- Exec = TitleType C-level or VP (SALESFORCE.md 3.4); every contact of the sample has a TitleType.
       c.TitleType IN ('C-Level', 'VP') AS is_executive,
       CAST(substr(c.Relationship_Strength__c, 1, 1) AS INTEGER) AS stated
FROM Contact c JOIN tree t ON t.account = c.AccountId;

-- Row 49: a role on a deal is a claim while the deal is open and for 24 months after its close date
-- (options: role_months), a role on the relation always.
CREATE TABLE claim AS
SELECT r.ContactId AS id, w.role
FROM OpportunityContactRole r
JOIN today
JOIN deal d ON d.id = r.OpportunityId
JOIN role_word w ON w.said = r.Role
WHERE d.state = 'open' OR d.close_date >= date(as_of, '-24 months', '+1 day')
UNION
SELECT r.ContactId, w.role
FROM AccountContactRelation r
JOIN tree t ON t.account = r.AccountId
JOIN role_word w ON instr(';' || r.Roles || ';', ';' || w.said || ';')
WHERE r.IsActive;

-- Of several the strongest, in the order in which the contract lists them; but who blocks a deal does so
-- whatever the relation says, which has no word for it.
CREATE TABLE role_rank (role TEXT, rank INTEGER);
INSERT INTO role_rank VALUES ('economic_buyer', 1), ('decision_maker', 2), ('champion', 3),
    ('coach', 4), ('blocker', 5), ('influencer', 6), ('user', 7);

CREATE TABLE role_of AS
SELECT id, role FROM (
    SELECT id, role, row_number() OVER (PARTITION BY id ORDER BY rank) AS place
    FROM claim JOIN role_rank USING (role)
) WHERE place = 1;

CREATE TABLE touches AS
SELECT p.id, max(t.day) AS last_touch, count(t.id) FILTER (WHERE t.day >= since_90_days) AS touches_90d,
       count(t.id) FILTER (WHERE t.day >= since_365_days) AS touches_365d,
       count(t.id) FILTER (WHERE t.day < since_90_days AND t.day >= date(as_of, '-180 days'))
           AS touches_before
FROM person p JOIN today LEFT JOIN touch t ON t.contact = p.id
GROUP BY p.id;

CREATE TABLE contacts AS
SELECT p.root, p.account, p.unit, p.id, p.name, p.title, r.role,
       -- Row 52: stated, else by title; who decides or holds the budget has high influence.
       coalesce(p.influence,
           CASE WHEN p.is_executive OR r.role IN ('economic_buyer', 'decision_maker') THEN 'high'
                WHEN c.TitleType IN ('Director', 'Manager') THEN 'medium' ELSE 'low' END
       ) AS influence,
       CASE WHEN p.influence IS NULL THEN 'inferred' ELSE 'stated' END AS influence_source,
       -- Row 51 and decision 4: stated wins; inferred 2 for three touches in 90 days (two for an
       -- executive), 1 within a year, 0 before that, unknown if never.
       coalesce(p.stated,
           CASE WHEN touches_90d >= CASE WHEN p.is_executive THEN 2 ELSE 3 END THEN 2
                WHEN touches_365d > 0 THEN 1
                WHEN last_touch IS NOT NULL THEN 0 END
       ) AS strength,
       CASE WHEN p.stated IS NOT NULL THEN 'stated' WHEN last_touch IS NOT NULL THEN 'inferred' END
           AS strength_source,
       CASE WHEN p.is_executive THEN 'executive'
            WHEN c.TitleType IN ('Director', 'Manager') THEN 'middle' ELSE 'other' END AS level,
       -- Row 56: a relation of its own account that ended says that the person is gone.
       EXISTS (SELECT 1 FROM AccountContactRelation g, today
               WHERE g.ContactId = p.id AND g.AccountId = p.account
                 AND (NOT g.IsActive OR g.EndDate IS NOT NULL) AND coalesce(g.EndDate, '') <= as_of)
           AS has_left,
       touches_before,
       -- Row 57: no touch in 90 days where there was one in the 90 before.
       touches_90d = 0 AND touches_before > 0 AS went_quiet,
       (SELECT group_concat(role, '|') FROM claim k WHERE k.id = p.id) AS roles,
       p.is_executive, boss.id AS reports_to_id, boss.name AS reports_to, last_touch, touches_90d,
       0 AS is_active
FROM person p
JOIN Contact c ON c.Id = p.id
JOIN touches USING (id)
LEFT JOIN role_of r USING (id)
LEFT JOIN person boss ON boss.id = p.boss AND boss.root = p.root;

-- Row 54: an active relationship is strength 2 or more and a touch within 90 days, with somebody who is there.
UPDATE contacts SET is_active = coalesce(strength >= 2 AND touches_90d > 0 AND NOT has_left AND role IS NOT 'blocker', 0);  -- row 54: a strong contact; who blocks is none

-- Row 52: high influence, low strength: the list to act on.
CREATE TABLE to_act_on AS SELECT * FROM contacts WHERE influence = 'high' AND strength <= 1;

-- Row 54, per division and per account: at most one active contact. A division without contacts is neither
-- (decision 4), and nothing is known where the customer has no activity at all.
CREATE TABLE threading AS
SELECT t.root, t.account, t.name AS unit, count(c.id) AS contacts, coalesce(sum(c.is_active), 0) AS active,
       CASE WHEN count(c.id) > 0 AND t.root IN (SELECT root FROM touch)
            THEN sum(c.is_active) <= 1 END AS single_threaded,
       group_concat(CASE WHEN c.is_active THEN c.name END, '|') AS names
FROM tree t LEFT JOIN contacts c ON c.account = t.account
GROUP BY t.account;

CREATE TABLE relationships AS
SELECT c.root, count(p.id) AS known_contacts, coalesce(sum(p.is_active), 0) AS active_contacts,
       CASE WHEN count(p.last_touch) > 0 THEN sum(p.is_active) <= 1 END AS single_threaded,
       (SELECT count(*) FROM threading t WHERE t.root = c.root AND t.single_threaded)
           AS single_threaded_count,
       -- Row 62: executives who are there, and those of them touched within 90 days.
       coalesce(sum(p.is_executive AND NOT p.has_left), 0) AS executives_known,
       coalesce(sum(p.is_executive AND NOT p.has_left AND p.touches_90d > 0), 0) AS executives_active
FROM customer c LEFT JOIN contacts p ON p.root = c.root
GROUP BY c.root;

-- Row 54: the share of the last year's touches that one contact holds.
CREATE TABLE top_contact AS
SELECT c.root, percent(max(n.touches_365d), sum(n.touches_365d)) AS top_share
FROM customer c LEFT JOIN person p ON p.root = c.root LEFT JOIN touches n ON n.id = p.id
GROUP BY c.root;

CREATE TABLE single_threaded_unit AS
SELECT c.root, group_concat(t.unit, '|') AS single_threaded_units
FROM customer c LEFT JOIN threading t ON t.root = c.root AND t.single_threaded GROUP BY c.root;

-- Row 50: division x role, who fills which: a person in the own division by the role that counts, in others by
-- what the relation to them says. Who is gone fills none; a division where nobody has a role is told in words.
CREATE TABLE fills AS
SELECT c.root, c.account, c.name, c.role FROM contacts c WHERE c.role IS NOT NULL AND NOT has_left
UNION
SELECT t.root, t.account, p.name, w.role
FROM AccountContactRelation r
JOIN tree t ON t.account = r.AccountId
JOIN contacts p ON p.id = r.ContactId AND p.account <> t.account AND NOT p.has_left
JOIN role_word w ON instr(';' || r.Roles || ';', ';' || w.said || ';')
WHERE r.IsActive;
CREATE TABLE coverage AS
SELECT t.root, t.name AS unit,
       group_concat(CASE WHEN f.role = 'economic_buyer' THEN f.name END, '|') AS economic_buyer,
       group_concat(CASE WHEN f.role = 'decision_maker' THEN f.name END, '|') AS decision_maker,
       group_concat(CASE WHEN f.role = 'champion' THEN f.name END, '|') AS champion,
       group_concat(CASE WHEN f.role = 'coach' THEN f.name END, '|') AS coach,
       group_concat(CASE WHEN f.role = 'influencer' THEN f.name END, '|') AS influencer,
       group_concat(CASE WHEN f.role = 'user' THEN f.name END, '|') AS user,
       group_concat(CASE WHEN f.role = 'blocker' THEN f.name END, '|') AS blocker,
       group_concat(CASE WHEN f.role IN ('champion', 'coach') THEN f.name END, '|') AS supporters,
       group_concat(CASE WHEN f.role IN ('influencer', 'user') THEN f.name END, '|') AS others
FROM tree t LEFT JOIN fills f ON f.account = t.account  -- nobody known: a row of gaps (row 50)
GROUP BY t.account;
-- Four kinds are sought in every division: who pays, who decides, who supports us, who else takes part.
CREATE TABLE roles_sought AS
SELECT c.root, 4 * (SELECT count(*) FROM tree t WHERE t.root = c.root) AS roles_sought,
       (SELECT coalesce(sum((economic_buyer IS NOT NULL) + (decision_maker IS NOT NULL)
                   + (supporters IS NOT NULL) + (others IS NOT NULL)), 0)
        FROM coverage v WHERE v.root = c.root) AS roles_filled
FROM customer c;

-- Row 61: the sponsor is a member of the team in that role, or the account's own lookup.
CREATE TABLE sponsor AS
SELECT c.root, coalesce(own.Name, member.Name) AS sponsor,
       coalesce(own.Title, member.Title) AS sponsor_title
FROM customer c
JOIN Account a ON a.Id = c.root
LEFT JOIN User own ON own.Id = a.Executive_Sponsor__c
LEFT JOIN AccountTeamMember m ON m.AccountId = c.root AND m.TeamMemberRole = 'Executive Sponsor'
LEFT JOIN User member ON member.Id = m.UserId;
