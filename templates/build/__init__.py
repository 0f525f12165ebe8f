"""Makes the default templates: ordinary Office files, styled by theme and named styles only.

``python -m templates.build`` writes them anew. People are meant to edit the files themselves in
Word, Excel and PowerPoint; this package exists so that the defaults can be reviewed as text and a
test can prove that the committed files are what it says.
"""
