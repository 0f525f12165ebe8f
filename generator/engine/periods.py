"""The periods of a timeline's bar: months, quarters, years, and so on up to a thousand years."""

from __future__ import annotations

import datetime as dt

from generator.engine.lettering import width_of

_YEARS = (1, 5, 10, 20, 50, 100, 200, 500, 1000)
_UNITS = ((1, "MMM y"), (3, "QQQ y"), *[(12 * years, "y") for years in _YEARS])  # months, pattern
_MOST = 16  # periods of a bar


def periods_of(
    first: dt.date, last: dt.date, width: int, em: float
) -> tuple[str, list[dt.date], dt.date]:
    """The finest division of the time whose names fit, else one of the fewest periods.

    ``width`` of the bar and ``em`` of its letters: EMU. Returns the pattern of a name, the first
    days, and the bar's end.
    """
    counts = [_month(last) // step - _month(first) // step + 1 for step, _ in _UNITS]
    fits = [
        count <= _MOST and width / count / em >= width_of("MMM 0000" if step < 12 else "0000") + 0.6
        for (step, _), count in zip(_UNITS, counts, strict=True)
    ]
    at = fits.index(True) if True in fits else counts.index(min(counts))
    step, pattern = _UNITS[at]
    start = _month(first) // step * step
    *days, end = [_of_month(start + number * step) for number in range(counts[at] + 1)]
    return pattern, days, end


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _of_month(months: int) -> dt.date:
    """The month's first day, or the nearest one that there is."""
    if months // 12 > dt.MAXYEAR:
        return dt.date.max
    return dt.date(max(months // 12, dt.MINYEAR), months % 12 + 1, 1)
