"""accountdocs: account plans, whitespace workbooks and review decks, regenerated from the CRM."""

__version__ = "0.1.0"
