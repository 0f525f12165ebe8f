"""What the files say of one account, laid into its snapshot.

The CRM is the record. A file fills what the CRM leaves blank; where both say something else, the
CRM's stands, and the difference is a data problem. Rows later than as-of are not counted.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.inputs.covering import covered
from generator.inputs.logos import VENDOR, logo_key
from generator.inputs.names import (
    ACCOUNT_PREFIX,
    PRODUCT_PREFIX,
    AccountRow,
    by_key,
    folded,
    key_of,
    keys_of,
    nearest,
)
from generator.inputs.pictures import bare
from generator.inputs.rows import (
    LOGOS,
    MANAGERS,
    SIGNALS,
    TEXTS,
    USAGE,
    Inputs,
    TextsRow,
    UsageRow,
)
from generator.model.org import DataProblem, FieldSource
from generator.model.records import Account, Logo, Product, Signal, Usage, User
from generator.model.snapshot import Snapshot

_TEXTS = {"value_proposition": "value proposition", "expansion_thesis": "expansion thesis"}


def joined(snapshot: Snapshot, inputs: Inputs, names: Mapping[str, int]) -> Snapshot:
    """``snapshot`` with what ``inputs`` say of its account, and with the coverage of the files.

    ``names`` counts the names of the run's accounts (``counted``). Where this account's stands for
    several, rows that give the name alone are counted for none of them.
    """
    return snapshot if inputs.is_empty else _Joining(snapshot, inputs, names).done()


def counted(names: Iterable[str]) -> Mapping[str, int]:
    """How many accounts of a run share each name, and the logo's file named after it."""
    return Counter(key for name in names for key in (folded(name), _logo_of(name)))


def _logo_of(name: str) -> str:
    """The key by which names are counted that share a logo: no name holds a line break."""
    return f"logo\n{logo_key(name)}"


@dataclass
class _Joining:
    """One account's share of the files, while it is put together."""

    snapshot: Snapshot
    inputs: Inputs
    names: Mapping[str, int]
    told: dict[tuple[str, str], tuple[AccountRow, int, str | None]] = field(default_factory=dict)
    spoiled: list[DataProblem] = field(default_factory=list)
    hints: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)  # rows counted, by file
    newest: dict[str, date] = field(default_factory=dict)

    def done(self) -> Snapshot:
        changed: dict[str, Any] = {
            "signals": self._signals(),
            "usage": self._usage(),
            "logos": self._logos(),
            **self._texts(),
            **self._managers(),
        }
        snapshot = replace(self.snapshot, **changed)
        return replace(
            snapshot,
            coverage=covered(snapshot.coverage, self.inputs, self.counts, self.newest),
            declared_safe=(*snapshot.declared_safe, *self.inputs.safe),
            problems=(*snapshot.problems, *self._problems()),
        )

    # -- which rows, and of which account --------------------------------------------------------

    def _about(
        self, name: str, table: Mapping[str, tuple[AccountRow, ...]] | None
    ) -> Sequence[tuple[Any, Account]]:
        """The rows of one file about the account or one of its units, in the file's order.

        By id any of them can be meant; by name the account itself. A unit's name alone would be
        that of units of other accounts as well.
        """
        found: list[tuple[Any, Account]] = []
        root = self.snapshot.account
        for account in self.snapshot.accounts:
            by_id, by_name = keys_of(account.id, account.name)
            found += [(row, account) for row in (table or {}).get(by_id, ())]
            rows = (table or {}).get(by_name, ())
            if rows and account is root and self.names.get(folded(root.name), 0) > 1:
                said = f"several accounts are named {root.name}: give the id; not counted"
                self._problem(name, rows[0], said)
            elif rows and account is root:
                found += [(row, account) for row in rows]
            elif rows and by_name != keys_of(root.id, root.name)[1] and not self._is_read(account):
                said = f"{account.name} is a unit: give its id, or name {root.name}; not counted"
                self._problem(name, rows[0], said)
        found.sort(key=lambda pair: pair[0].line or 0)
        return [pair for pair in found if pair[0].day <= self.snapshot.as_of]

    def _is_read(self, account: Account) -> bool:
        """Whether an account of that name is read in this run."""
        return folded(account.name) in self.names

    def _count(self, name: str, day: date) -> None:
        self.counts[name] = self.counts.get(name, 0) + 1
        self.newest[name] = max(day, self.newest.get(name, day))

    def _problem(
        self, name: str, row: AccountRow, message: str, record_id: str | None = None
    ) -> None:
        """Notes what is wrong with a row; the same of many rows is told once, with the first."""
        first, count, _ = self.told.get((name, message), (row, 0, None))
        self.told[name, message] = (first, count + 1, record_id)

    def _problems(self) -> Iterable[DataProblem]:
        for (name, message), (row, count, record_id) in self.told.items():
            file = self.inputs.file(name)
            line = "" if row.line is None else f", line {row.line}"
            more = "" if count == 1 else f" ({count:,} rows)"
            yield DataProblem(f"{file}{line}: {message}{more}", record_id, file)
        yield from self.spoiled

    # -- signals ---------------------------------------------------------------------------------

    def _signals(self) -> tuple[Signal, ...]:
        found = list(self.snapshot.signals)
        file = self.inputs.file(SIGNALS)
        for row, account in self._about(SIGNALS, self.inputs.signals):
            self._count(SIGNALS, row.day)
            row_id = f"{file}#{row.line}"
            found.append(Signal(row_id, account.id, row.kind, row.day, row.text, row.url, file))
        return tuple(sorted(found, key=lambda row: row.id))

    # -- usage -----------------------------------------------------------------------------------

    def _usage(self) -> tuple[Usage, ...]:
        """The newest row of each unit and product. Of two of one day the first stands."""
        rows = self._about(USAGE, self.inputs.usage)
        products = by_key(self.snapshot.products, _product_keys) if rows else {}
        units = by_key(self.snapshot.accounts, lambda row: keys_of(row.id, row.name))
        newest: dict[tuple[str, str, str], UsageRow] = {}
        for row, account in rows:
            place = self._place(row, account, units)
            product = self._product(row, products) if place else None
            if place is None or product is None:
                continue
            self._count(USAGE, row.day)
            key = (*place, product.id)
            other = newest.get(key)
            if other is not None and other.day == row.day:
                said = f"says again of {row.product} what line {other.line} says; not counted"
                self._problem(USAGE, row, said)
            elif other is None or other.day < row.day:
                newest[key] = row
        made = (self._reading(row, *key) for key, row in newest.items())
        return tuple(sorted(made, key=lambda row: row.id))

    def _reading(self, row: UsageRow, account_id: str, unit: str, product_id: str) -> Usage:
        file = self.inputs.file(USAGE)
        return Usage(
            id=f"{file}#{row.line}",
            account_id=account_id,
            product_id=product_id,
            day=row.day,
            active_users=row.active_users,
            unit=" ".join(row.unit.split()) if unit else None,
            licensed=row.licensed,
            source=f"{file}, {row.source}" if row.source else file,
        )

    def _place(
        self, row: UsageRow, account: Account, units: Mapping[str, list[Account]]
    ) -> tuple[str, str] | None:
        """The id of the account a row is about, and the folded name of a unit that is no account:
        where the org's rules have such units, the analysis knows them by name."""
        if not row.unit:
            return account.id, ""
        found = units.get(key_of(row.unit, ACCOUNT_PREFIX), [])
        if not found and set(self.snapshot.rules.axis) != {"hierarchy"}:
            return account.id, folded(row.unit)
        unit = self._one(
            row, "unit", row.unit, found, [unit.name for unit in self.snapshot.accounts]
        )
        return (unit.id, "") if unit else None

    def _product(self, row: UsageRow, products: Mapping[str, list[Product]]) -> Product | None:
        found = products.get(key_of(row.product, PRODUCT_PREFIX), [])
        if len(found) > 1:
            found = [product for product in found if product.is_active] or found
        names = [product.name for product in self.snapshot.products]
        return self._one(row, "product", row.product, found, names)

    def _one(
        self, row: UsageRow, what: str, text: str, found: list[Any], names: list[str]
    ) -> Any | None:
        """The one record meant; else None and a problem."""
        if len(found) == 1:
            return found[0]
        if found:
            said = f"several records are named {text}: give the id in {what}; not counted"
        else:
            said = f"no {what} is named {text}: not counted{self._hint(text, names)}"
        self._problem(USAGE, row, said)
        return None

    def _hint(self, text: str, names: list[str]) -> str:
        """The nearest of ``names``: looked for once, for many rows may hold the same mistake."""
        if text not in self.hints:
            near = nearest(text, names)
            self.hints[text] = f"; did you mean {near}?" if near else ""
        return self.hints[text]

    # -- texts -----------------------------------------------------------------------------------

    def _texts(self) -> dict[str, Any]:
        accounts = {account.id: account for account in self.snapshot.accounts}
        sources = {row.name: row for row in self.snapshot.field_sources}
        for (account_id, name), row in self._newest_texts().items():
            text, stated = getattr(row, name), getattr(accounts[account_id], name)
            if stated is not None and stated != text:
                said = f"the CRM has another {_TEXTS[name]}, which is used"
                self._problem(TEXTS, row, said, account_id)
            elif stated is None:
                self._count(TEXTS, row.day)
                accounts[account_id] = replace(accounts[account_id], **{name: text})
                if account_id == self.snapshot.account_id:
                    sources[f"account.{name}"] = self._text_source(f"account.{name}", row)
        found = sorted(sources.values(), key=lambda source: source.name)
        return {"accounts": tuple(accounts.values()), "field_sources": tuple(found)}

    def _newest_texts(self) -> Mapping[tuple[str, str], TextsRow]:
        """The newest row of each account and text: an account may be given by name and by id.
        Of two of one day the first stands."""
        newest: dict[tuple[str, str], TextsRow] = {}
        for row, account in self._about(TEXTS, self.inputs.texts):
            for name, words in _TEXTS.items():
                text, other = getattr(row, name), newest.get((account.id, name))
                if text is None:
                    continue
                if other is None or other.day < row.day:
                    newest[account.id, name] = row
                elif other.day == row.day and getattr(other, name) != text:
                    said = f"line {other.line} has another {words} of that day; not counted"
                    self._problem(TEXTS, row, said, account.id)
        return newest

    def _text_source(self, name: str, row: Any) -> FieldSource:
        parts = (self.inputs.file(TEXTS), row.source, row.day.isoformat())
        return FieldSource(name, ", ".join(part for part in parts if part), is_file=True)

    # -- logos -----------------------------------------------------------------------------------

    def _logos(self) -> tuple[Logo, ...]:
        """Ours and the account's: by its id, else by its name where no other's has its letters."""
        logos, root = self.inputs.logos, self.snapshot.account
        own = logos.get(keys_of(root.id, root.name)[0])
        if own is None:
            own = logos.get(logo_key(root.name))
            if own is not None and self.names.get(_logo_of(root.name), 0) > 1:
                said = f"it may be of several accounts: name it {root.id}{own.suffix}; left out"
                self._spoil(self._picture(own), said)
                own = None
        found = (self._logo(own, "account"), self._logo(logos.get(VENDOR), "vendor"))
        return tuple(logo for logo in found if logo is not None)

    def _logo(self, path: Path | None, of: str) -> Logo | None:
        if path is None or (of == "account" and logo_key(path.stem) == VENDOR):
            return None
        try:
            data = bare(path.read_bytes())
        except OSError:
            data = None
        if data is not None:
            return Logo(self._picture(path), of, base64.b64encode(data).decode("ascii"))
        said = "the picture is damaged or cannot be read any more: left out"
        self._spoil(self._picture(path), said)
        return None

    def _picture(self, path: Path) -> str:
        """A picture's file as sources print it."""
        return f"{self.inputs.file(LOGOS)}/{path.name}"

    def _spoil(self, name: str, said: str) -> None:
        self.spoiled.append(DataProblem(f"{name}: {said}", None, name))

    # -- managers --------------------------------------------------------------------------------

    def _managers(self) -> dict[str, Any]:
        """Users with the managers that the file gives them, and those managers themselves."""
        users = {user.id: user for user in self.snapshot.users}
        waiting = sorted(users)
        while waiting:
            user = users[waiting.pop()]
            above = user.manager_id or self.inputs.chain.get(user.id)
            if user.manager_id is None and above is not None:
                users[user.id] = replace(user, manager_id=above)
                self.counts[MANAGERS] = self.counts.get(MANAGERS, 0) + 1
            if above is not None and above not in users and above in self.inputs.people:
                users[above] = self.inputs.people[above]
                waiting.append(above)
        found: list[User] = [users[record_id] for record_id in sorted(users)]
        return {"users": tuple(found)}


def _product_keys(product: Product) -> tuple[str, ...]:
    code = (key_of(product.code, PRODUCT_PREFIX),) if product.code else ()
    return (*keys_of(product.id, product.name), *code)
