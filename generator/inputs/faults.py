"""The mistakes of all files, collected and refused together."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from generator.errors import InputProblem, InputsError

SHOWN = 20
"""Mistakes of one file that are told one by one; a file of a million wrong dates is not listed."""


class Faults:
    """Collects ``InputProblem``; ``refuse`` raises them all, as far as there are any."""

    def __init__(self) -> None:
        self._found: dict[str, list[InputProblem]] = {}
        self._more: dict[str, int] = {}

    def add(
        self,
        file: str,
        line: int | None,
        column: str,
        message: str,
        suggestion: str = "",
    ) -> None:
        kept = self._found.setdefault(file, [])
        if len(kept) < SHOWN:
            kept.append(InputProblem(file, line, column, message, suggestion))
        else:
            self._more[file] = self._more.get(file, 0) + 1

    def refuse(self) -> None:
        """InputsError with the mistakes so far, file by file and line by line; nothing where there
        are none."""
        problems = [
            problem
            for found in self._found.values()
            for problem in sorted(found, key=lambda problem: problem.line or 0)
        ]
        problems += [
            InputProblem(file, None, "", f"{count:,} more mistakes")
            for file, count in self._more.items()
        ]
        if problems:
            raise InputsError(problems)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``did you mean active_users?``; empty where nothing is near."""
    by_folded = {text.casefold(): text for text in known}
    near = difflib.get_close_matches(name.casefold(), list(by_folded), n=1, cutoff=0.6)
    return f"did you mean {by_folded[near[0]]}?" if near else ""
