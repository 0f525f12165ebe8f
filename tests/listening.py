"""What the interpreter is asked to do while something hostile is worked on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_DOES = (
    *("open", "os.", "subprocess.", "socket.", "exec", "compile", "import", "ctypes.", "shutil."),
    *("tempfile.", "urllib.", "code.", "webbrowser.", "glob.", "marshal.", "pickle."),
)
_OWN_CODE = "<compiled template>"
_heard: list[str] = []
_listening = False


def _hook(event: str, arguments: Any) -> None:
    if _listening and event.startswith(_DOES) and not _is_our_compiler(event, arguments):
        _heard.append(event)


def _is_our_compiler(event: str, arguments: Any) -> bool:
    """The one thing that runs: what the engine itself made of a template without faults."""
    if event == "compile":
        return bool(arguments[1] == _OWN_CODE)
    return event == "exec" and getattr(arguments[0], "co_filename", "") == _OWN_CODE


@contextmanager
def listening() -> Iterator[list[str]]:
    """The events of interest, once the block has ended. A hook stays for good, so there is one."""
    global _listening  # noqa: PLW0603 - the interpreter knows no other way
    if not _heard:
        sys.addaudithook(_hook)
        _heard.append("heard")
    start = len(_heard)
    done: list[str] = []
    _listening = True
    try:
        yield done
    finally:
        _listening = False
        done += _heard[start:]
