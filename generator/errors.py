"""Every error the product raises, in one tree.

::

    AccountdocsError
    ├── UsageError                exit code 2: the command was typed wrongly
    ├── SettingsError             one or more mistakes in the settings
    │   └── MappingError          one or more mistakes in the mapping
    ├── InputsError               one or more mistakes in the files of the inputs folder
    ├── CrmError
    │   ├── ConnectionFailed      no answer from the CRM
    │   ├── SignInFailed          the CRM refused who we say we are
    │   ├── LimitReached          the org's API limit
    │   │   └── RunRefused        the run would take more of it than the settings allow
    │   ├── ReadFailed            a query or describe was refused
    │   ├── AccountNotFound       no account of that name or id
    │   └── AccountAmbiguous      several accounts of one name
    ├── TemplateError             one or more faults in one or more templates
    ├── PackageError              a file is not the Office file it should be
    ├── RenderError               a template could not be filled for one account
    └── OutputError               a file could not be written

A message names who or what, where, the cause, and in ``next_step`` what to do. Bad data is not an
error: it is a value that is collected (``model.DataProblem``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class AccountdocsError(Exception):
    """A foreseeable fault. ``str()`` is one line for a person; ``next_step`` says what to do."""

    exit_code = 1

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".rstrip()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is to be read, a line for each fault: a line end inside of a fault begins none."""
        *others, last = self.faults or (self.message,)
        return (*others, f"{last} {self.next_step}".rstrip())

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults one by one, where the error is about several."""
        return ()


def fault_of_our_own(error: Exception) -> str:
    """What is said of a fault that nobody foresaw, where it ends one account and no more."""
    return f"A fault of accountdocs itself: {type(error).__name__}: {error}. Report it, please."


class UsageError(AccountdocsError):
    exit_code = 2


class SettingsError(AccountdocsError):
    """All mistakes of the settings, each one line with file, line and key, not just the first."""

    def __init__(self, *mistakes: str, next_step: str = "") -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(mistakes), next_step=next_step)

    @property
    def faults(self) -> tuple[str, ...]:
        return self.mistakes


class MappingError(SettingsError):
    pass


@dataclass(frozen=True, slots=True)
class InputProblem:
    """One mistake in a file of the inputs folder: where it stands, what is wrong, what to do."""

    file: str
    line: int | None
    column: str  # empty where the mistake is in no one column
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        line = None if self.line is None else f"line {self.line}"
        where = ", ".join(part for part in (self.file, line, self.column) if part)
        hint = f"; {self.suggestion}" if self.suggestion else ""
        return f"{where}: {self.message}{hint}"


class InputsError(AccountdocsError):
    """All mistakes of the files that were looked at, not just the first."""

    def __init__(self, problems: Sequence[InputProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.faults))

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(str(problem) for problem in self.problems)


class CrmError(AccountdocsError):
    pass


class ConnectionFailed(CrmError):
    pass


class SignInFailed(CrmError):
    pass


class LimitReached(CrmError):
    pass


class RunRefused(LimitReached):
    pass


class ReadFailed(CrmError):
    pass


class AccountNotFound(CrmError):
    pass


class AccountAmbiguous(CrmError):
    pass


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """One fault of a template: where it stands, the text as typed, what is wrong, what to do."""

    file: str
    place: str  # 'slide 4, table "Plays", row 2' / 'paragraph 12' / 'sheet Grid, cell B5'
    tag: str  # as typed; empty where the fault is not in a tag
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        where = ", ".join(part for part in (self.file, self.place) if part)
        tag = f"{self.tag} " if self.tag else ""
        hint = f"; {self.suggestion}" if self.suggestion else ""
        return f"{where}: {tag}{self.message}{hint}"


class TemplateError(AccountdocsError):
    """All faults of the templates that were looked at, not just the first."""

    def __init__(self, problems: Sequence[TemplateProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.faults))

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(str(problem) for problem in self.problems)


class PackageError(AccountdocsError):
    """All faults of one file."""

    def __init__(self, *faults: str, next_step: str = "") -> None:
        self._faults = faults
        super().__init__("\n".join(faults), next_step=next_step)

    @property
    def faults(self) -> tuple[str, ...]:
        return self._faults


class RenderError(AccountdocsError):
    def __init__(self, problem: TemplateProblem, *, next_step: str = "") -> None:
        self.problem = problem
        super().__init__(str(problem), next_step=next_step)


class OutputError(AccountdocsError):
    pass
