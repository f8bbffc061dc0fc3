"""The names of the commands, known without importing what they need."""

from __future__ import annotations

COMMANDS = frozenset(
    {
        "demo",
        "creer",
        "importer",
        "exporter",
        "lister",
        "imprimer",
        "verifier",
        "sauvegarder",
        "restaurer",
        "annuler",
    }
)
