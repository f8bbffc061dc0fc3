"""One cell to one typed value: dates, sex, telephones… Each refusal or repair is a French sentence.

Unreadable (from core.parsing) rejects the line; a remark keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from elans_desktop.core import clock, formats
from elans_desktop.core.parsing import Unreadable, parse_date
from elans_desktop.core.text import fold
from elans_desktop.services.imports.names import civility_of
from elans_desktop.services.imports.tables import typeset

ZERO_BACK = "Le zéro de tête, perdu par le tableur, est rendu."
_EMPTY = frozenset(
    (
        "null|none|nan|na|n a|nc|n c|nr|n r|neant|non renseigne|non renseignee|non communique|non communiquee"
        "|inconnu|inconnue|non connu|non connue|sans objet|s o|vide|nsp|ne sait pas|aucun|aucune|sans|rien"
        "|x|xx|xxx|pas de telephone|pas de tel|pas de mail|pas d email|pas d adresse|a completer|a renseigner"
    ).split("|")
)
_ONE_LETTER_IS_A_VALUE = frozenset({"sex", "yes_no"})
_NONE_WHEN_EMPTY = frozenset({"date", "birth_date", "sex", "civility", "nationality", "yes_no", "zone"})
_SHORT = 200
_EPOCH = date(1899, 12, 30)
_SEX = {
    **dict.fromkeys("f femme feminin fille fem mme madame mlle mademoiselle female woman w".split(), "femme"),
    **dict.fromkeys("h homme m masculin masc garcon mr monsieur male man hom".split(), "homme"),
    **dict.fromkeys(
        "autre|non binaire|nb|non precise|x|autre ou non precise|autre non precise|indetermine".split("|"),
        "autre",
    ),
}
_YES = frozenset("oui o vrai true 1 x yes y ok d accord accord".split()) | {"d accord", "sms ok"}
_NO = frozenset("non n faux false 0 no refus".split())
_EU = frozenset(
    "allemande autrichienne belge bulgare chypriote croate danoise espagnole estonienne finlandaise grecque "
    "hollandaise hongroise irlandaise islandaise italienne lettone liechtensteinoise lituanienne "
    "luxembourgeoise maltaise neerlandaise norvegienne polonaise portugaise roumaine slovaque slovene "
    "suedoise tcheque".split()
)
_NATIONALITIES = {
    **dict.fromkeys(
        "francaise|francais|france|fr|f|fra|francais e|de nationalite francaise".split("|"), "francaise"
    ),
    **dict.fromkeys("ue|eee|ue eee|union europeenne|europeenne|u e".split("|"), "ue"),
    **dict.fromkeys(
        "hors ue|hors u e|hors eee|etrangere|etranger|hors union europeenne|hue".split("|"), "hors_ue"
    ),
    "apatride": "apatride",
}


@dataclass(frozen=True)
class Read:
    """The value of a cell (None or "" when empty), a remark on what was repaired, a text for the notes."""

    value: Any = field(repr=False)
    remark: str = ""
    aside: str = field(default="", repr=False)


def is_empty(text: str, kind: str = "text") -> bool:
    """Whether a cell says nothing: blank, punctuation, NULL, n/a, néant, an error of the spreadsheet."""
    folded = fold(text)
    if not folded or re.fullmatch(r"#[A-ZÉ0-9/]+[!?]?", text):
        return "@" not in text
    return folded in _EMPTY and not (len(folded) == 1 and kind in _ONE_LETTER_IS_A_VALUE)


def read_date(text: str) -> Read:
    """A date typed in any French way, or the number of days of a spreadsheet. Raises Unreadable."""
    return _date(text, "near")


def read_birth_date(text: str) -> Read:
    """As `read_date`, from 1900 to today. Raises Unreadable."""
    read = _date(text, "past")
    if read.value is None:
        return read
    if read.value > clock.today():
        raise Unreadable("Cette date de naissance est dans l’avenir.")
    if read.value.year < 1900:
        raise Unreadable("Cette date de naissance est avant 1900.")
    return read


def _date(text: str, two_digit_years: str) -> Read:
    words = re.sub(r"\s+", " ", text).strip(" .,;")
    if re.fullmatch(r"0{1,4}([-/.])0{1,2}(?:\1)0{1,4}(?: [0:]+)?", words):
        return Read(None, "La date vide «\u00a000/00/0000\u00a0» n’est pas reprise.")
    if match := re.fullmatch(r"(\d{5})(?:[.,]\d+)?", words):
        return Read(_EPOCH + timedelta(days=int(match[1])))
    if re.fullmatch(r"(1[89]|20)\d\d", words):
        raise Unreadable("L’année seule ne suffit pas. Écrivez la date comme 12/03/1998, ou videz la case.")
    if match := re.fullmatch(r"(\d{2})(\d{2})(\d{2})", words):
        words = f"{match[1]}/{match[2]}/{match[3]}"
    words = re.sub(r"^(?:n[ée](?:e|\(e\))?|depuis|d[èe]s)? ?(?:le|l’|l') ", "", words, flags=re.I)
    words = re.sub(r"\s*\(.*\)$", "", words).replace("\\", "/").replace("–", "-")
    words = re.sub(r"^1 ?(?:er|ER|Er|ᵉʳ)\b", "1er", words)
    words = re.sub(r"^(\d{1,2})[-/. ]([^\W\d_]{3,9})\.?[-/. ](\d{4}|\d{2})\b", r"\1 \2 \3", words)
    words = re.sub(r"(?<=\d) ?([-/.]) ?(?=\d)", r"\1", words)
    words = re.sub(r"(?<=\d) (?:à|a) (?=\d)", " ", words)
    try:
        return Read(parse_date(words, two_digit_years=two_digit_years))
    except Unreadable as problem:
        if match := re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", words):
            return Read(parse_date("-".join(match.groups()), two_digit_years=two_digit_years))
        raise Unreadable(str(problem)) from None


def read_sex(text: str) -> Read:
    """« femme », « homme » or « autre »; anything else is left out with a remark."""
    found = _SEX.get(fold(text))
    return Read(found) if found else Read(None, "Ce sexe n’est pas reconnu : la case est laissée vide.")


def read_civility(text: str) -> Read:
    """« madame », « monsieur » or « non_precise »; anything else is left out with a remark."""
    found = civility_of(text)
    return (
        Read(found) if found else Read(None, "Cette civilité n’est pas reconnue : la case est laissée vide.")
    )


def read_nationality(text: str) -> Read:
    """One of the five codes; the name of a nationality is placed in or outside the European Union."""
    folded = fold(text)
    if found := _NATIONALITIES.get(folded):
        return Read(found)
    words = folded.split()
    if any(word in ("francaise", "francais", "franco") for word in words):
        return Read("francaise")
    if any(word in _EU or word + "e" in _EU or word + "ne" in _EU for word in words):
        return Read("ue")
    if len(words) == 1 and words[0].isalpha() and len(words[0]) > 4:
        return Read(
            "hors_ue", "La nationalité n’est pas détaillée : «\u00a0Hors UE\u00a0» est noté, à vérifier."
        )
    return Read(None, "Cette nationalité n’est pas reconnue : la case est laissée vide.")


def read_zone(text: str) -> Read:
    """« qpv », « frr » (formerly ZRR) or « autre »; anything else is left out with a remark."""
    words = fold(text).split()
    for word, code in (("qpv", "qpv"), ("frr", "frr"), ("zrr", "frr"), ("autre", "autre")):
        if word in words:
            return Read(code)
    return Read(None, "Cette zone n’est pas reconnue : la case est laissée vide.")


def read_yes_no(text: str) -> Read:
    """True or False; anything else is left out with a remark."""
    folded = fold(text)
    if folded in _YES or text.strip() in ("✓", "✔", "☑"):
        return Read(True)
    if folded in _NO:
        return Read(False)
    return Read(None, "La réponse attendue est oui ou non : la case est laissée vide.")


def read_phone(text: str) -> Read:
    """A number, or several: « 06 12 34 56 78 / 03 87 … ». Repairs what spreadsheets do to numbers."""
    remarks: list[str] = []
    numbers = [
        _one_phone(part.strip(), remarks) for part in re.split(r"\s*(?:\n|;|,\s| / | ou | et )\s*", text)
    ]
    kept = _short(" / ".join(dict.fromkeys(number for number in numbers if number)))
    return Read(kept, " ".join(dict.fromkeys(remarks)))


def _one_phone(text: str, remarks: list[str]) -> str:
    text = text.strip("'’ .")
    if match := re.fullmatch(r"(\d)(?:[.,](\d+))?E\+?(\d{1,2})", text, re.I):
        decimals = match[2] or ""
        if int(match[3]) not in (8, 9, 10) or len(decimals) < 6:
            remarks.append("Le tableur a abrégé ce numéro, ses chiffres sont perdus : il n’est pas repris.")
            return ""
        text = (match[1] + decimals).ljust(int(match[3]) + 1, "0")
    digits = re.sub(r"[\s.,\-/()_]", "", text)
    if re.fullmatch(r"[1-9]\d{8}", digits):
        remarks.append(ZERO_BACK)
        digits = text = f"0{digits}"
    elif re.fullmatch(r"33[1-9]\d{8}", digits):
        text = f"0{digits[2:]}"
    elif re.fullmatch(r"0\d{9}", digits):
        text = digits
    shown = formats.phone(text)
    if not re.fullmatch(r"0\d(?: \d\d){4}", shown) and not re.fullmatch(r"(?:\+|00)\d{8,15}", digits):
        remarks.append("Ce numéro de téléphone ne se lit pas : il est gardé tel quel, à vérifier.")
    return shown


def read_email(text: str) -> Read:
    """An address, in small letters; one that cannot be goes to the notes, with a remark."""
    address = re.sub(r"^mailto:", "", text.strip(" <>;,."), flags=re.I)
    if re.fullmatch(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}", address):
        return Read(_short(address.lower()))
    remark = "Cette adresse e-mail ne se lit pas : elle est notée dans les remarques."
    return Read("", remark, f"E-mail à vérifier : {text}")


def read_postcode(text: str) -> Read:
    """Five digits; « 1000 » was « 01000 » before a spreadsheet took it for a number."""
    bare = re.sub(r"^F-?(?=\d)|[\s.]", "", text.strip(), flags=re.I)
    if re.fullmatch(r"\d{4}", bare):
        return Read(f"0{bare}", ZERO_BACK)
    if re.fullmatch(r"\d{5}", bare):
        return Read(bare)
    return Read(
        text.strip()[:60], "Ce code postal n’a pas cinq chiffres : il est gardé tel quel, à vérifier."
    )


def read_insee(text: str) -> Read:
    """The five signs of a commune's code; anything else is left out with a remark."""
    bare = re.sub(r"\s", "", text).upper()
    if re.fullmatch(r"\d{4}", bare):
        bare = f"0{bare}"
    if re.fullmatch(r"\d[\dAB]\d{3}", bare):
        return Read(bare)
    return Read("", "Ce code INSEE n’a pas cinq signes : il n’est pas repris.")


def read_line(text: str) -> Read:
    """One line of text, at most 200 letters."""
    line = " ".join(text.split())
    if len(line) > _SHORT:
        remark = "Ce texte dépasse 200 signes : il est entier dans les remarques."
        return Read(line[: _SHORT - 1].rstrip() + "…", remark, line)
    return Read(line)


def read_text(text: str) -> Read:
    """Free text, its line breaks kept."""
    return Read(text.strip())


def _short(text: str) -> str:
    return text[:_SHORT]


_READERS: MappingProxyType[str, Callable[[str], Read]] = MappingProxyType(
    {
        "date": read_date,
        "birth_date": read_birth_date,
        "sex": read_sex,
        "civility": read_civility,
        "nationality": read_nationality,
        "yes_no": read_yes_no,
        "zone": read_zone,
        "phone": read_phone,
        "email": read_email,
        "postcode": read_postcode,
        "insee": read_insee,
        "commune": read_line,
        "line": read_line,
        "listed": read_line,
        "referent": read_line,
        "text": read_text,
    }
)


def read_value(kind: str, text: str) -> Read:
    """The value of a cell of that kind. Raises Unreadable with a French sentence."""
    reader = _READERS[kind]
    if is_empty(text, kind):
        return Read(None if kind in _NONE_WHEN_EMPTY else "")
    try:
        read = reader(text)
    except Unreadable as problem:
        raise Unreadable(typeset(str(problem))) from None
    return Read(read.value, typeset(read.remark), typeset(read.aside)) if read.remark else read
