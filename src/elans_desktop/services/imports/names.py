"""Names as lists write them: « DUPONT Jean », « DUPONT née MARTIN », « Mme Le Goff, Anne »."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from elans_desktop.core.text import fold

_NAMELESS = {"NULL", "N/A", "#N/A", "#N/A N/A", "NÉANT", "NEANT", "(VIDE)", "INCONNU", "ANONYME", "XXX", "X"}
_CIVILITIES = {
    **dict.fromkeys(("m", "mr", "monsieur", "mrs", "h", "messieurs"), "monsieur"),
    **dict.fromkeys(("mme", "mlle", "melle", "madame", "mademoiselle", "mm", "f"), "madame"),
}
_LEADING_CIVILITY = re.compile(
    r"^(M\.|Mr\.?|Mme\.?|Mlle\.?|Melle\.?|Monsieur|Madame|Mademoiselle)\s+(?=\S)", re.I
)
_BORN = re.compile(r"[\s,]*\(?\s*\b(?:n[ée]e|n[ée]\(e\)|n[ée])\b\.?\s+([^()]+?)\)?\s*$", re.I)
_MARRIED = re.compile(
    r"[\s,]*\(?\s*\b(?:[ée]pouse|[ée]p\.?|[ée]poux|veuve|vve)(?!\w)\s*([^()]+?)\)?\s*$", re.I
)
_PARTICLES = {
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "d",
    "el",
    "al",
    "ben",
    "van",
    "von",
    "da",
    "di",
    "dos",
    "bin",
}


@dataclass(frozen=True)
class Names:
    """What a cell of names says. `guessed`: the limit between last and first name is not certain."""

    last_name: str = field(default="", repr=False)
    birth_name: str = field(default="", repr=False)
    first_name: str = field(default="", repr=False)
    civility: str | None = None
    guessed: bool = False


def is_nameless(text: str) -> bool:
    """Whether a cell of names says nothing: punctuation, NULL, n/a, néant…"""
    return not fold(text) or text.upper().startswith("#") or text.upper().replace(" ", "") in _NAMELESS


def civility_of(text: str) -> str | None:
    """« madame », « monsieur », « non_precise » for whatever was typed; None when it is something else."""
    key = fold(text).replace(" ", "")
    return _CIVILITIES.get(key) or ("non_precise" if key in ("autre", "nonprecise", "nonprecisee") else None)


def last_name(text: str) -> Names:
    """A cell of last names: kept as typed (capitals too), the birth name after « née » told apart."""
    text, civility = _without_civility(_one_line(text))
    if is_nameless(text):
        return Names(civility=civility)
    if match := _BORN.search(text):
        return Names(_capitals(text[: match.start()]), _capitals(match[1]), civility=civility)
    if (match := _MARRIED.search(text)) and text[: match.start()].strip():
        return Names(_capitals(match[1]), _capitals(text[: match.start()]), civility=civility)
    return Names(_capitals(text), civility=civility)


def first_name(text: str) -> str:
    """A cell of first names; all in capitals or in small letters, it is written « Jean-Pierre »."""
    text = _one_line(text)
    if is_nameless(text):
        return ""
    return _titled(text) if text == text.upper() or text == text.lower() else text


def full_name(text: str, *, first_name_first: bool = False) -> Names:
    """A cell with both names. Capitals mark the last name; else the order of the title decides."""
    text, civility = _without_civility(_one_line(text))
    if is_nameless(text):
        return Names(civility=civility)
    birth = ""
    if match := re.search(r"[\s,]*\(\s*n[ée](?:e|\(e\))?\.?\s+([^()]+)\)", text, re.I):
        birth, text = _capitals(match[1]), f"{text[: match.start()]} {text[match.end() :]}".strip()
    elif match := re.search(r"\s+n[ée](?:e|\(e\))?\s+", text, re.I):
        before, after = text[: match.start()], text[match.end() :]
        born, rest = _split_capitals(after)
        if not born:
            born, _, rest = after.partition(" ")
        if rest or " " not in before:
            return Names(_capitals(before), _capitals(born), first_name(rest), civility)
        names = full_name(before, first_name_first=first_name_first)
        return replace(names, birth_name=_capitals(born), civility=civility)
    if "," in text:
        last, _, first = (part.strip() for part in text.partition(","))
        return Names(_capitals(last), birth, first_name(first), civility)
    last, first = _split_capitals(text)
    if last and first:
        return Names(last, birth, first_name(first), civility)
    words = text.split(" ")
    if len(words) == 1:
        return Names(_capitals(text), birth, civility=civility)
    if first_name_first:
        last, first = " ".join(words[1:]), words[0]
    else:
        cut = 1
        while cut < len(words) - 1 and fold(words[cut - 1]) in _PARTICLES:
            cut += 1
        last, first = " ".join(words[:cut]), " ".join(words[cut:])
    return Names(_capitals(last), birth, first_name(first), civility, guessed=len(words) > 2)


def _split_capitals(text: str) -> tuple[str, str]:
    """The words in capitals at one end (the last name) and the others; two empty texts otherwise."""
    words = text.split(" ")
    shouted = [_is_capitals(word) for word in words]
    if all(shouted) or not any(shouted):
        return "", ""
    lead = next(i for i, flag in enumerate(shouted) if not flag)
    if lead == 0:
        trail = next(i for i in range(len(words) - 1, -1, -1) if not shouted[i]) + 1
        if trail == len(words):
            return "", ""
        while trail > 1 and fold(words[trail - 1]) in _PARTICLES:
            trail -= 1
        return " ".join(words[trail:]), " ".join(words[:trail])
    if lead == 1 and len(words[0].strip(".")) == 1:
        return "", ""
    return " ".join(words[:lead]), " ".join(words[lead:])


def _is_capitals(word: str) -> bool:
    return word == word.upper() and word != word.lower()


def _without_civility(text: str) -> tuple[str, str | None]:
    if match := _LEADING_CIVILITY.match(text):
        return text[match.end() :].strip(), civility_of(match[1])
    return text, None


def _one_line(text: str) -> str:
    return " ".join(text.split()).strip(" ,;*")


def _capitals(text: str) -> str:
    """A last name as typed; one typed all in small letters gets its capitals."""
    text = text.strip(" ,;")
    return _titled(text) if text == text.lower() else text


def _titled(text: str) -> str:
    """« jean-pierre » → « Jean-Pierre », « O’BRIEN » → « O’Brien »; scripts without case stay as they are."""
    return re.sub(r"[^\W\d_]+", lambda match: match[0][:1].upper() + match[0][1:].lower(), text)
