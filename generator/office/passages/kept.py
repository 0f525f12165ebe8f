"""Parts that were taken apart before: what a template brings is the same in a thousand files."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache

from .encoded import readable
from .pictures import metadata
from .rules import BYTES
from .state import Taken
from .xml import take_apart

_ROOM = 8_000_000
"""Bytes of parts whose findings are kept."""
_LARGEST = 1_000_000

Key = tuple[bytes, tuple[int, int], tuple[str, ...], bool]


class _Kept:
    """The most recently used parts, by all that their findings depend on."""

    def __init__(self) -> None:
        self.items: OrderedDict[Key, Taken] = OrderedDict()
        self.size = 0

    def get(self, key: Key) -> Taken | None:
        found = self.items.get(key)
        if found is not None:
            self.items.move_to_end(key)
        return found

    def put(self, key: Key, taken: Taken) -> None:
        self.items[key] = taken
        self.size += _weight(key)
        while self.size > _ROOM:
            oldest, _ = self.items.popitem(last=False)
            self.size -= _weight(oldest)


def _weight(key: Key) -> int:
    return len(key[0]) + sum(map(len, key[2]))


@lru_cache(maxsize=1)
def _kept() -> _Kept:
    return _Kept()


def taken_apart(
    data: bytes, page: tuple[int, int] = (0, 0), strings: tuple[str, ...] = ()
) -> Taken:
    """As ``xml.take_apart``, from what is kept where the same was asked before."""
    return _once((data, page, strings, True), lambda: take_apart(data, page, strings))


def picture_or_bytes(data: bytes) -> Taken:
    """What a part says that is neither XML nor an archive: as a picture, and byte for byte."""
    return _once((data, (0, 0), (), False), lambda: _binary(data))


def _binary(data: bytes) -> Taken:
    found, inner = metadata(data)
    found += [(f"as {name}", text, BYTES) for name, text in readable(data)]
    return Taken(tuple(found), inner=tuple(inner))


def _once(key: Key, take: Callable[[], Taken]) -> Taken:
    if _weight(key) > _LARGEST:
        return take()
    found = _kept().get(key)
    if found is None:
        found = take()
        _kept().put(key, found)
    return found
