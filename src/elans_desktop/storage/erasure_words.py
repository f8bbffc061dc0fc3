"""What an erasure leaves of the labels of operations."""

from __future__ import annotations

ERASED_LABEL = "Donnée effacée"
NAMELESS_KINDS = ("import", "erase", "migration", "creation")
"""Operations whose label names nobody; that of any other may."""
