"""The characters that stand in a rendered part for what is settled once its text is whole.

They are control characters: no XML can hold them, and ``runtime`` takes them out of values. All
that Word and PowerPoint parts use stand here, so that no two have the same meaning; a sheet's own
are those of ``excel.marks``.
"""

# Inner edges of a body that may lose all its paragraphs, and of a table that may lose all its rows.
HEAD_TOKEN, TAIL_TOKEN, TABLE_TOKEN = "\x01", "\x02", "\x03"
LOOP_TOKEN, ITEM_TOKEN, END_TOKEN = "\x04", "\x05", "\x06"  # of rows: begin, each item, end
CONTENTS_PLACE = "\x07"  # where the table of contents is written
GUARD_TOKEN, GUARDED_TOKEN = "\x0e", "\x0f"  # around a paragraph that goes where it has no run
HEADING_SIDE = "\x10"  # around a heading, its level and its number
TITLE_END = "\x11"  # between the titles of charts that one program renders
