"""Formatted text in Word and PowerPoint: ``{{ note.body | html }}`` as runs, lists and links.

``binding`` decides while compiling where blocks can stand and where only runs; ``word`` and
``drawing`` print; ``numbering`` gives Word's lists their numbers; ``properties`` adds a look to
what the tag's own run and paragraph look like.
"""
