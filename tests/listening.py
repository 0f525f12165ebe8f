"""What the interpreter is asked to do while something hostile is worked on."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_DOES = (
    *("open", "os.", "subprocess.", "socket.", "exec", "compile", "import", "ctypes.", "shutil."),
    *("tempfile.", "urllib.", "code.", "webbrowser.", "glob.", "marshal.", "pickle."),
)
_NUMBER = re.compile(r"[0-9.eE+-]+")
_OWN_CODE = "<compiled template>"
_heard: list[str] = []
_listening = False


def _hook(event: str, arguments: Any) -> None:
    if _listening and event.startswith(_DOES) and not _is_our_compiler(event, arguments):
        _heard.append(event)


def _is_our_compiler(event: str, arguments: Any) -> bool:
    """What may: the code that the engine made of a template without faults, and Jinja's reading of
    a number with a point, for which it asks Python's parser (of digits only)."""
    if event == "compile":
        source = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        is_number = isinstance(source, str) and _NUMBER.fullmatch(source) is not None
        return bool(arguments[1] == _OWN_CODE) or is_number
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
