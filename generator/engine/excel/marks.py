"""The characters that stand in a sheet's text, while it is written, for what is known only later.

They are control characters: no XML can hold them, and so no value can.
"""

ROW = "\x00"  # the row's number
ROW_END = "\x01"
FORMULA = "\x02"  # a formula with its value, after a cell's style
HEIGHT = "\x03"  # a row's height, where texts in it wrap
TEXT_OPEN, TEXT_CLOSE = "\x04", "\x05"  # a text to be shared
SHEET_END = "\x06"
OPEN, LANE, ITEM, CLOSE = "\x0e", "\x0f", "\x10", "\x11"  # lists side by side, see ``weaving``


def repeats_name(number: int) -> str:
    """The name under which a program finds how often a column block repeats."""
    return f"columns__{number}"
