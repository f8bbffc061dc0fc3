"""The words of the command line, in French."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import NoReturn

from elans_desktop import __version__
from elans_desktop.cli import commands, exporting, importing, paper, purging
from elans_desktop.core.parsing import Unreadable, parse_date
from elans_desktop.documents import spreadsheets
from elans_desktop.services import listing


class _FrenchParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage()
        self.exit(2, f"{self.prog} : {_translated(message)}\n")


_WORDS = (
    ("the following arguments are required", "il manque"),
    ("unrecognized arguments", "mots inconnus"),
    ("invalid choice", "choix inconnu"),
    ("choose from", "choisir parmi"),
    ("expected one argument", "une valeur est attendue"),
    ("invalid", "illisible"),
    ("argument", "option"),
    ("value", "valeur"),
)


def _translated(message: str) -> str:
    for english, french in _WORDS:
        message = message.replace(english, french)
    return message


def make_parser() -> argparse.ArgumentParser:
    """The parser; each command sets `act`, a function of the parsed words that returns the exit code."""
    parser = _FrenchParser(
        prog="elans-desktop",
        description="Sans commande, ouvre la fenêtre (sur CLASSEUR s’il est donné).",
        epilog="La phrase de passe vient de --phrase-fichier, de la variable ELANS_PHRASE ou d’une question.",
        add_help=False,
    )
    parser.add_argument("-h", "--aide", "--help", action="help", help="montre cette aide")
    parser.add_argument("--version", action="version", version=f"elans-desktop {__version__}")
    parser.set_defaults(act=None)
    commands_of = parser.add_subparsers(metavar="COMMANDE", parser_class=_FrenchParser)

    demo = commands_of.add_parser("demo", help="classeur d’exemple et tous ses documents")
    demo.add_argument("dossier", type=Path)
    demo.add_argument("--taille", choices=("normale", "grande"), default="normale")
    _phrase(demo)
    demo.set_defaults(act=commands.demo)

    create = commands_of.add_parser("creer", help="crée un classeur et montre son code de secours")
    create.add_argument("classeur", type=Path)
    create.add_argument("--nom", required=True)
    create.add_argument("--dispositif", choices=("o2r", "elans", "personnalise"), required=True)
    create.add_argument("--utilisateur", default="")
    _phrase(create)
    create.set_defaults(act=commands.create)

    bring = commands_of.add_parser("importer", help="importe une liste de personnes ou de présences passées")
    bring.add_argument("quoi", choices=tuple(importing.WHAT))
    bring.add_argument("fichier", type=Path)
    bring.add_argument("--classeur", type=Path, required=True)
    bring.add_argument("--simulation", action="store_true", help="n’enregistre rien")
    bring.add_argument(
        "--activite", default="", metavar="TITRE", help="présences : l’activité, si aucune colonne ne la dit"
    )
    bring.add_argument(
        "--convention", default="", metavar="ID", help="présences : celle des activités à créer"
    )
    _phrase(bring)
    bring.set_defaults(act=importing.bring)

    export = commands_of.add_parser(
        "exporter", help="exporte une liste, ou tout ce qui concerne une personne"
    )
    export.add_argument("quoi", choices=tuple(exporting.WHAT))
    export.add_argument("--classeur", type=Path, required=True)
    export.add_argument("--format", choices=tuple(spreadsheets.TITLES), help="sinon, celui du fichier")
    export.add_argument("--du", type=_day, metavar="AAAA-MM-JJ")
    export.add_argument("--au", type=_day, metavar="AAAA-MM-JJ")
    export.add_argument("--objet", action="append", default=[], metavar="ID")
    export.add_argument("--vers", type=Path, required=True)
    export.add_argument(
        "--phrase-archive",
        type=Path,
        metavar="F",
        help="pour « personne » : fichier de la phrase qui ouvrira l’archive",
    )
    export.add_argument(
        "--notes",
        choices=tuple(exporting.NOTES),
        default="miennes",
        help="pour « personne » : les notes privées à joindre",
    )
    _phrase(export)
    export.set_defaults(act=exporting.export)

    listed = commands_of.add_parser("lister", help="identifiants et titres, pour --objet")
    listed.add_argument("table", choices=tuple(listing.TABLES))
    listed.add_argument("--classeur", type=Path, required=True)
    _phrase(listed)
    listed.set_defaults(act=commands.list_table)

    printing = commands_of.add_parser("imprimer", help="écrit un document en PDF")
    printing.add_argument("cle", nargs="?", metavar="CLE")
    printing.add_argument("--liste", action="store_true", help="les documents et leur titre")
    printing.add_argument("--classeur", type=Path)
    printing.add_argument("--du", type=_day, metavar="AAAA-MM-JJ")
    printing.add_argument("--au", type=_day, metavar="AAAA-MM-JJ")
    printing.add_argument("--objet", action="append", default=[], metavar="ID")
    printing.add_argument("--variante")
    printing.add_argument("--oui", action="store_true", help="répond oui à la question posée")
    printing.add_argument("--vers", type=Path, metavar="F.pdf")
    _phrase(printing)
    printing.set_defaults(act=paper.print_document)

    filing = commands_of.add_parser("classer-scans", help="classe des feuilles signées numérisées")
    filing.add_argument("fichiers", type=Path, nargs="+", metavar="FICHIER", help="PDF, JPEG ou PNG")
    filing.add_argument("--classeur", type=Path, required=True)
    _phrase(filing)
    filing.set_defaults(act=commands.file_scans)

    _purge(commands_of.add_parser("purger", help="dossiers dont le délai de conservation est passé"))

    for name, act, words in (
        ("verifier", commands.verify, "vérifie un classeur en entier"),
        ("annuler", commands.undo, "annule la dernière opération"),
    ):
        plain = commands_of.add_parser(name, help=words)
        plain.add_argument("classeur", type=Path)
        _phrase(plain)
        plain.set_defaults(act=act)

    save = commands_of.add_parser("sauvegarder", help="écrit une sauvegarde vérifiée")
    save.add_argument("classeur", type=Path)
    save.add_argument("--vers", type=Path, required=True)
    _phrase(save)
    save.set_defaults(act=commands.save)

    restore = commands_of.add_parser("restaurer", help="remet une sauvegarde dans un dossier")
    restore.add_argument("fichier", type=Path)
    restore.add_argument("--vers", type=Path, required=True)
    restore.add_argument(
        "--code-fichier",
        type=Path,
        metavar="F",
        help="fichier du code de secours de ce jour-là (quatre lignes), au lieu de la phrase",
    )
    _phrase(restore)
    restore.set_defaults(act=commands.put_back)
    return parser


def _purge(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_mutually_exclusive_group(required=True)
    acts.add_argument("--lister", action="store_true", help="identifiants et raisons (code 3 s’il y en a)")
    acts.add_argument("--archiver", action="store_true", help="met en archive restreinte ceux qui le doivent")
    acts.add_argument("--anonymiser", action="store_true", help="anonymise pour toujours ceux qui le doivent")
    parser.add_argument("--classeur", type=Path, required=True)
    parser.add_argument("--objet", action="append", default=[], metavar="ID", help="ces dossiers seulement")
    parser.add_argument("--noms", action="store_true", help="écrit aussi les noms dans la liste")
    parser.add_argument(
        "--oui", action="store_true", help="le fait\u00a0; sans ce mot, dit seulement combien"
    )
    _phrase(parser)
    parser.set_defaults(act=purging.purge_files)


def _phrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--phrase-fichier", type=Path, metavar="F", help="fichier dont la première ligne est la phrase"
    )
    if not any(action.dest == "utilisateur" for action in parser._actions):
        parser.add_argument(
            "--utilisateur", default="", help="nom, si plusieurs personnes ouvrent le classeur"
        )


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except Unreadable as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
