"""What an interrupted run leaves for ``generate --resume``: what it was to make, and what it made.

``<out>/.accountdocs/journal.jsonl`` exists while a run over a set of accounts is under way. Its
first line says what the run makes of what (``Head``); each further line is one finished account
with its outcomes, as the run report will have them. A line is appended when its account's files are
in their places and is handed to the system at once, so that a process killed at any moment loses no
more than the accounts in work. Every line begins with its line end: one that was torn by the kill
is read as no line, and the next one is whole all the same.

The journal is written and read under ``files.exclusive``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Self

from generator.errors import OutputError
from generator.files import STATE_FOLDER, digest, held_inside, write_whole
from generator.model import codec
from generator.pipeline import Outcome
from generator.workers import Target

FORMAT = 1
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)

Outcomes = tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What a run makes, of what, from what.

    ``typed``: the command's options by name, as plain JSON values. ``making``: what the documents
    are made from beside the records, a digest for each part. ``as_of``: the run's own day.
    """

    typed: Mapping[str, Any]
    making: Mapping[str, str]
    org_id: str
    as_of: date
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What lies in an output folder of a run that was interrupted."""

    head: Head
    done: Mapping[str, Outcomes]  # by account id

    def standing(self) -> dict[str, Outcomes]:
        """Those accounts whose files are still as the run left them."""
        return {key: found for key, found in self.done.items() if _stand(found)}


class Journal:
    """The journal of the run at hand, open for further lines."""

    def __init__(self, out: Path, head: Head, done: Mapping[str, Outcomes]) -> None:
        """Takes the place of whatever journal lies there. OutputError where it cannot be."""
        self._out, self._path = out, path_in(out)
        held_inside(out, self._path)
        lines = [_head_line(head), *(_line(out, key, found) for key, found in done.items())]
        write_whole(self._path, b"".join(lines))
        self._file = self._path.open("ab", buffering=0)
        self._waiting = {target.id for target in head.targets} - done.keys()

    def note(self, target: Target, outcomes: Outcomes) -> None:
        """Adds a finished account. A line that cannot be written costs making the account again
        where the run is interrupted, and nothing now."""
        self._waiting.discard(target.id)
        with suppress(OSError):
            self._file.write(_line(self._out, target.id, outcomes))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def end(self) -> bool:
        """Removes the journal where every account is finished: whether that is so."""
        if not self._waiting:
            self.drop()
        return not self._waiting

    def drop(self) -> None:
        """Removes the journal. OutputError where the system forbids it."""
        self._file.close()
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(
                f"{self._path} could not be removed: {error.strerror or error}.",
                next_step="Remove it: else --resume takes the run for interrupted.",
            ) from error


def path_in(out: Path) -> Path:
    return out / STATE_FOLDER / "journal.jsonl"


def left_in(out: Path) -> Left | None:
    """What an interrupted run left, None where none did. OutputError where it cannot be read."""
    path = path_in(out)
    try:
        first, *others = path.read_text("utf-8").lstrip("\n").split("\n")
        head = _head_of(json.loads(first))
    except FileNotFoundError:
        return None
    except (OSError, *_UNREADABLE) as error:
        raise OutputError(
            f"{path}, the journal of an interrupted run, cannot be read: it is damaged, or of "
            "another version of accountdocs.",
            next_step="Run the whole command again, without --resume: what it finds made already "
            "stays as it is.",
        ) from error
    done = {}
    for line in others:
        with suppress(*_UNREADABLE):
            key, rows = json.loads(line)
            done[key] = tuple(_rebased(out, codec.decode(Outcome, row)) for row in rows)
    return Left(head, {t.id: done[t.id] for t in head.targets if t.id in done})


def _head_line(head: Head) -> bytes:
    body = {"format": FORMAT, **codec.encode(head), "targets": [list(t) for t in head.targets]}
    return _text(body)


def _head_of(body: Any) -> Head:
    if body["format"] != FORMAT:
        raise ValueError("another format")
    return Head(
        dict(body["typed"]),
        dict(body["making"]),
        str(body["org_id"]),
        date.fromisoformat(body["as_of"]),
        tuple(Target(key, name) for key, name in body["targets"]),
    )


def _line(out: Path, key: str, outcomes: Sequence[Outcome]) -> bytes:
    return _text([key, [codec.encode(_relative(out, outcome)) for outcome in outcomes]])


def _text(value: object) -> bytes:
    """In ASCII, so that a name that is no valid text comes back as it was."""
    return b"\n" + json.dumps(value, separators=(",", ":")).encode("ascii")


def _relative(out: Path, outcome: Outcome) -> Outcome:
    """The outcome with its path below ``out``: the folder may be named otherwise next time."""
    if outcome.path is None:
        return outcome
    return replace(outcome, path=Path(outcome.path).relative_to(out).as_posix())


def _rebased(out: Path, outcome: Outcome) -> Outcome:
    if outcome.path is None:
        return outcome
    return replace(outcome, path=str(out / PurePosixPath(outcome.path)))


def _stand(outcomes: Sequence[Outcome]) -> bool:
    """Whether the files are there, and those that we wrote are as we wrote them."""
    return all(_stands(Path(outcome.path), outcome.sha256) for outcome in outcomes if outcome.path)


def _stands(path: Path, sha: str | None) -> bool:
    try:
        return path.is_file() if sha is None else digest(path.read_bytes()) == sha
    except OSError:
        return False
