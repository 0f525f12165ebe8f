"""What each document says, per audience: plain values, their sources, and the names there are."""

from generator.artifacts.catalog import CATALOG, Artifact, Assignment, artifact_named, assignments
from generator.artifacts.compose import Composed, compose
from generator.artifacts.context import Footer
from generator.artifacts.schema import Entry
from generator.artifacts.vocabulary import entries, names_tree

__all__ = [
    "CATALOG",
    "Artifact",
    "Assignment",
    "Composed",
    "Entry",
    "Footer",
    "artifact_named",
    "assignments",
    "compose",
    "entries",
    "names_tree",
]
