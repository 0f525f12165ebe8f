"""Shared blocks of Word: ``{% include "letterhead.docx" %}`` in a paragraph of its own.

Before a template is compiled, the paragraph gives way to what the other file's page holds: then
it is one template, with one set of names. ``including`` finds the tags and puts the blocks in;
``carrying`` brings along what a block needs (pictures, links, bookmarks); ``borrowing`` its styles
and lists.
"""
