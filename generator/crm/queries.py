"""Which queries read a set of accounts, built from what the org offers.

Records are read by set: each statement names up to ``soql.MAX_IDS`` accounts. Small things that
hang off an account or an opportunity come as subqueries of it; what can be many has a statement of
its own. A subquery whose relationship has no name, and one whose long texts would cut the pages to
200 records, becomes a statement of its own as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from generator.crm import changes, soql
from generator.crm.binding import CONTACTS, MODIFIED, PRODUCTS, USERS, Bound, Column
from generator.crm.soql import Child, Query
from generator.model.snapshot import Reach

Lookup = Callable[[str], Bound | None]
Condition = Callable[[str], str]
"""A condition on a record, given the path that leads to it ("" where it is the statement's own)."""

_FEW = 200
"""Ids, up to which an account's contacts and those of other accounts go into one statement."""

MAX_WIDE = 1
"""Custom long texts a statement may select before Salesforce gives 200 records a page."""

CHILDREN: Final = {
    "account": (
        ("team_member", "account_id"),
        ("contact_relation", "account_id"),
        ("asset", "account_id"),
        ("contract", "account_id"),
        ("service_contract", "account_id"),
        ("subscription", "account_id"),
        ("business_unit", "account_id"),
        ("play", "account_id"),
        ("risk", "account_id"),
        ("signal", "account_id"),
        ("commitment", "account_id"),
        ("review_item", "account_id"),
    ),
    "contact": (("contact_change", "contact_id"),),
    "opportunity": (
        ("line", "opportunity_id"),
        ("buying_role", "opportunity_id"),
        ("competitor", "opportunity_id"),
    ),
    "plan": (("objective", "plan_id"),),
    "measure": (("measure_link", "measure_id"), ("measure_change", "measure_id")),
    "priority": (("kpi_reading", "priority_id"),),
}
"""What is read as subqueries of what, and the child's field that points up."""

TO_ACCOUNT: Final = {
    "contact_change": ("contact_id", "contact"),
    "asset_period": ("asset_id", "asset"),
    "line": ("opportunity_id", "opportunity"),
    "buying_role": ("opportunity_id", "opportunity"),
    "competitor": ("opportunity_id", "opportunity"),
    "objective": ("plan_id", "plan"),
    "measure": ("objective_id", "objective"),
    "measure_link": ("measure_id", "measure"),
    "measure_change": ("measure_id", "measure"),
    "kpi_reading": ("priority_id", "priority"),
}
"""Kinds that name no account themselves: the lookup that leads towards it, and to what."""


@dataclass(frozen=True, slots=True)
class Windows:
    """From which day on records of the past are read; open ones are read whatever their age."""

    opportunities: date
    cases: date
    activities: date

    @property
    def reach(self) -> tuple[Reach, ...]:
        """The same as the snapshot says it, by topic."""
        return (
            Reach("activities", self.activities),
            Reach("cases", self.cases),
            Reach("opportunities", self.opportunities),
        )


def busy_queries(bound: Lookup, ids: Sequence[str], windows: Windows) -> list[Query]:
    """What goes on with the accounts ``ids``: deals, activities, cases, and the contacts."""
    conditions: dict[str, Condition] = {
        "opportunity": _since(bound("opportunity"), "is_closed", "close_date", windows),
        "task": _since(bound("task"), "is_closed", "day", windows),
        "event": _since(bound("event"), "", "day", windows),
        "case": _case_window(bound("case"), windows.cases),
    }
    found = _all_of(bound, ids, conditions)
    return [*found, *contact_queries(bound, ids, ())]


def quiet_queries(bound: Lookup, ids: Sequence[str], *, fewest: bool) -> list[Query]:
    """What stands about the accounts ``ids``: themselves, their plans, and the rest.

    ``fewest`` statements suit a single account: its long texts and what hangs off it by the dozen
    share one, whose pages of 200 records it will not fill. For a set each has its own.
    """
    kinds = ("account", "asset_period", "plan", "measure", "priority")
    if fewest:
        return [query for kind in kinds for query in _in_two(bound, kind, ids)]
    return _all_of(bound, ids, dict.fromkeys(kinds, _anything))


def _all_of(bound: Lookup, ids: Sequence[str], conditions: Mapping[str, Condition]) -> list[Query]:
    found: list[Query] = []
    apart: list[Query] = []
    for kind, condition in conditions.items():
        own, split = _with_children(bound, kind, ids, condition)
        found += own
        apart += split
    return [*found, *apart]


def _in_two(bound: Lookup, kind: str, ids: Sequence[str]) -> list[Query]:
    """The records of ``kind`` and their children: one statement for what fits full pages, a second
    for long texts and for the children that have them."""
    own, apart = _with_children(bound, kind, ids, _anything)
    mine = bound(kind)
    if mine is None or not own or not apart:
        return [*own, *apart]
    children, alone = [], []
    for query in apart:
        name = _name_below(bound, mine, query)
        if name is None:
            alone.append(query)
        else:
            children.append(Child(query.kind, name, query.object, query.fields, query.links[0]))
    if not children:
        return [*own, *alone]
    if len(own) == 1 and not own[0].children:
        return [replace(own[0], children=tuple(children)), *alone]
    texts = own[1] if len(own) > 1 else replace(own[0], fields=("Id",), children=())
    return [own[0], replace(texts, children=tuple(children)), *alone]


def _name_below(bound: Lookup, mine: Bound, query: Query) -> str | None:
    """The relationship by which the records of ``query`` hang off ``mine``, if it has a name."""
    link = dict(CHILDREN.get(mine.kind, ())).get(query.kind)
    child = bound(query.kind)
    up = child.path(link) if child and link else None
    return mine.object.relationship_to(query.object, up) if up else None


def contact_queries(bound: Lookup, ids: Sequence[str], others: Sequence[str]) -> list[Query]:
    """The contacts of the accounts ``ids``, and ``others``, contacts of other accounts by id."""
    contact, path = bound("contact"), account_path(bound, "contact")
    if contact is None:
        return []
    children, apart = _histories(bound, contact, ids)
    own = _query(bound, contact, (path,) if path else (), ids, children)
    if path and ids and others and len(ids) + len(others) <= _FEW:
        conditions = [soql.in_list(path, ids), soql.in_list("Id", others)]
        return [replace(own, links=(), ids=(), where=soql.any_of(conditions)), *apart]
    named = [_query(bound, contact, ("Id",), part, children) for part in soql.chunks(others)]
    return [*([own] if path and ids else []), *named, *apart]


def _histories(
    bound: Lookup, contact: Bound, ids: Sequence[str]
) -> tuple[tuple[Child, ...], list[Query]]:
    """The contacts' histories as a subquery, or else as a statement; of all that is tracked only
    what the model knows."""
    pairs = [(b, link) for kind, link in CHILDREN["contact"] if (b := bound(kind))]
    inside, outside = _fitting(bound, contact, pairs, _anything)
    only = changes.condition(contact)
    apart = [q for b, _ in outside for q in _apart(bound, b, ids, only)] if ids else []
    return tuple(replace(child, only=only) for child in inside), apart


def user_queries(bound: Lookup, ids: Sequence[str]) -> list[Query]:
    """The users ``ids`` with their chain of managers, four levels up, in the same rows."""
    user = bound("user")
    if user is None:
        return []
    manager = user.relationship("manager_id")
    own = [c.path for c in user.columns.values()]
    fields = ["Id", *own]
    for depth in range(1, 5) if manager else ():
        prefix = ".".join([manager or ""] * depth)
        fields += [f"{prefix}.{path}" for path in own]
    columns = tuple(dict.fromkeys(fields))
    parts = soql.chunks(ids)
    return [Query("user", user.object.name, columns, links=("Id",), ids=part) for part in parts]


def account_path(bound: Lookup, kind: str) -> str | None:
    """The path from ``kind`` to the id of its account: ``Opportunity.AccountId``."""
    mine = bound(kind)
    if mine is None:
        return None
    if kind == "account":
        return "Id"
    if kind not in TO_ACCOUNT:
        return mine.path("account_id") if mine.can_filter("account_id") else None
    link, parent = TO_ACCOUNT[kind]
    relationship, rest = mine.relationship(link), account_path(bound, parent)
    return f"{relationship}.{rest}" if relationship and rest else None


def columns_of(lookup: Lookup, bound: Bound) -> tuple[str, ...]:
    """What SELECT names for ``bound``: its fields, and of the records they point to what is needed
    should those not be readable by themselves."""
    found = ["Id", *(column.path for column in bound.columns.values())]
    for column in bound.columns.values():
        found += _beyond(lookup, column)
    if bound.has_modified:
        found.append(MODIFIED)
    return tuple(dict.fromkeys(found))


def _beyond(lookup: Lookup, column: Column) -> list[str]:
    """Paths through ``column``: a user's name, a product's fields, a contact's account."""
    if not column.is_lookup:
        return []
    up, mine = column.info.relationship, column.name
    if mine in USERS and column.is_polymorphic:
        return [f"{up}.Name", f"{up}.Type"]  # all that a path to several objects may read
    target = "user" if mine in USERS else "product" if mine in PRODUCTS else "contact"
    wanted = {"user": ("name",), "product": None, "contact": ("account_id",)}[target]
    other = lookup(target)
    if mine not in USERS | PRODUCTS | CONTACTS or other is None or column.is_polymorphic:
        return []
    columns = [c for name, c in other.columns.items() if wanted is None or name in wanted]
    return [f"{up}.{c.path}" for c in columns if "." not in c.path]


def _with_children(
    bound: Lookup, kind: str, ids: Sequence[str], condition: Condition
) -> tuple[list[Query], list[Query]]:
    """The statement for ``kind`` with its subqueries, and those that have to stand apart."""
    mine, path = bound(kind), account_path(bound, kind)
    pairs = [(b, link) for name, link in CHILDREN.get(kind, ()) if (b := bound(name))]
    if mine is None or path is None:
        return [], [q for b, _ in pairs for q in _apart(bound, b, ids, "")]
    inside, outside = _fitting(bound, mine, pairs, condition)
    main = replace(_query(bound, mine, (path,), ids, tuple(inside)), where=condition(""))
    apart = [q for b, link in outside for q in _apart(bound, b, ids, _through(b, link, condition))]
    return _narrow(mine, main), apart


def _through(child: Bound, link: str, condition: Condition) -> str:
    """The condition on the record that ``link`` points to, as the child's own statement asks it."""
    up = child.relationship(link)
    return condition(f"{up}.") if up else ""


def _fitting(
    lookup: Lookup, mine: Bound, pairs: Iterable[tuple[Bound, str]], condition: Condition
) -> tuple[list[Child], list[tuple[Bound, str]]]:
    """Which children can be subqueries of ``mine``, and which cannot."""
    inside: list[Child] = []
    outside: list[tuple[Bound, str]] = []
    wide = len(mine.wide) if len(mine.wide) <= MAX_WIDE else 0  # more go apart: see _narrow
    for child, link in pairs:
        field = child.path(link)
        name = mine.object.relationship_to(child.object.name, field) if field else None
        if name is None or wide + len(child.wide) > MAX_WIDE:
            outside.append((child, link))
            continue
        wide += len(child.wide)
        path, columns = account_path(lookup, child.kind), columns_of(lookup, child)
        where = _through(child, link, condition)
        page, up = _page(len(child.wide)), path or ""
        inside.append(Child(child.kind, name, child.object.name, columns, up, where, page))
    return inside, outside


def _narrow(mine: Bound, main: Query) -> list[Query]:
    """``main``, its long texts in a second statement where they would make its pages small."""
    if len(mine.wide) <= MAX_WIDE or not main.children:
        return [main]
    rest = tuple(f for f in main.fields if f not in mine.wide)
    texts = replace(main, fields=("Id", *mine.wide), children=())
    return [replace(main, fields=rest, page=soql.FULL_PAGE), texts]


def _apart(bound: Lookup, child: Bound, ids: Sequence[str], where: str) -> list[Query]:
    path = account_path(bound, child.kind)
    return [replace(_query(bound, child, (path,), ids), where=where)] if path else []


def _query(
    lookup: Lookup,
    bound: Bound,
    links: tuple[str, ...],
    ids: Sequence[str],
    children: tuple[Child, ...] = (),
) -> Query:
    """The records of a kind of which one of ``links`` leads to one of ``ids``."""
    columns, page = columns_of(lookup, bound), _page(len(bound.wide))
    plain = Query(bound.kind, bound.object.name, columns, links=links, ids=tuple(ids), page=page)
    return replace(plain, children=children)


def _page(wide: int) -> int:
    return soql.LONG_TEXT_PAGE if wide > MAX_WIDE else soql.FULL_PAGE


def _anything(_prefix: str) -> str:
    return ""


def _since(bound: Bound | None, closed: str, day: str, windows: Windows) -> Condition:
    """Open records, and those of the window; all of them where the fields to tell are hidden."""
    if bound is None or not bound.can_filter(day):
        return _anything
    start = windows.opportunities if bound.kind == "opportunity" else windows.activities
    column = bound.columns[day]
    limit = soql.moment(start) if column.info.type == "datetime" else start.isoformat()
    is_open = bound.path(closed) if closed and bound.can_filter(closed) else None
    undated = bound.kind != "opportunity" and bound.can_filter("created")

    def condition(prefix: str) -> str:
        tests = [f"{prefix}{column.path} >= {limit}"]
        if is_open:
            tests.append(f"{prefix}{is_open} = false")
        if undated:
            made = f"{prefix}{bound.path('created')} >= {soql.moment(start)}"
            tests.append(f"({prefix}{column.path} = null AND {made})")
        return soql.any_of(tests)

    return condition


def _case_window(bound: Bound | None, start: date) -> Condition:
    if bound is None or not bound.can_filter("created"):
        return _anything
    tests = [f"{bound.path('created')} >= {soql.moment(start)}"]
    if bound.can_filter("closed"):
        tests.append(f"{bound.path('closed')} >= {soql.moment(start)}")
    if bound.can_filter("is_closed"):
        tests.append(f"{bound.path('is_closed')} = false")
    return lambda prefix: soql.any_of([prefix + test for test in tests])
