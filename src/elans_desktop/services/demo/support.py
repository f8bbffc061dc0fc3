"""What is done with people: freins that move, objectives, interviews, the notes of who opens the example."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, timedelta

from elans_desktop.models.support import (
    BarrierReview,
    Interview,
    Objective,
    ObjectiveAction,
    PrivateNote,
)
from elans_desktop.services.demo.cast import Cast, Person
from elans_desktop.services.demo.rows import Rows

MOST_FOLLOWED = 12
"""People with a whole story in the small example; the others have their freins and a few interviews."""
LONG_STORIES = 400
"""People of the large example whose file holds three years."""
LONG_YEARS = 3

_THEMES = (
    *("mobilite", "logement", "famille", "droits", "finances", "francais"),
    *("numerique", "isolement", "rythme", "sante", "justice"),
)
_SOLUTIONS = {
    "mobilite": ("Covoiturage du mardi, code en cours", "Orne Mobilité"),
    "logement": ("Demande de logement social déposée", "CCAS"),
    "famille": ("Place en crèche demandée pour septembre", "PMI"),
    "droits": ("Dossier de prime d’activité complété ensemble", "Espace France Services"),
    "finances": ("Plan de paiement négocié avec le bailleur", "Point conseil budget"),
    "francais": ("Atelier d’écriture, deux heures par semaine", "Les mots du bocage"),
    "numerique": ("Prêt d’un ordinateur", "Médiathèque"),
    "isolement": ("Jardin partagé, deux matinées par semaine", ""),
    "rythme": ("Réveil et trajet essayés ensemble", ""),
}
_EASY = ("logement", "sante", "finances", "francais", "justice", "rythme")
_HERO: Mapping[str, tuple[int, ...]] = {
    "mobilite": (3, 3, 2),
    "famille": (2, 1, 1),
    "isolement": (3, 2, 1),
    "numerique": (2, 2, 1),
    "droits": (1, 0, 0),
    **dict.fromkeys(_EASY, (0,)),
}
_BLOCKED: Mapping[str, tuple[int, ...]] = {
    "logement": (2, 3),
    "mobilite": (2, 1),
    "finances": (2, 2),
    "rythme": (0,),
    "droits": (0,),
}
_OBJECTIVES = (
    (
        "Passer le code de la route",
        "mobilite",
        (
            ("Inscription à l’auto-école solidaire", "fait", "Orne Mobilité"),
            ("Séances de code, deux fois par semaine", "en_cours", ""),
            ("Aide au permis\u00a0: dossier déposé", "en_attente", ""),
        ),
    ),
    (
        "Faire garder les enfants le mercredi",
        "famille",
        (
            ("Appeler le relais petite enfance", "fait", ""),
            ("Visiter deux assistantes maternelles", "a_faire", "person"),
        ),
    ),
    (
        "Essayer un métier de la cuisine",
        None,
        (
            ("Trouver un restaurant qui accueille dix jours", "en_cours", ""),
            ("Préparer les questions à poser", "a_faire", "person"),
        ),
    ),
    (
        "Tenir ses papiers à jour",
        "droits",
        (("Classeur de documents, une heure par mois", "en_cours", "person"),),
    ),
)
_SUMMARIES = (
    "Premier échange. {name} souhaite travailler en cuisine et n’a pas de moyen de transport.",
    "{name} a suivi trois ateliers sur quatre. Le trajet en bus a été essayé ensemble.",
    "Point sur les démarches\u00a0: prime d’activité demandée, réponse attendue sous trois semaines.",
    "{name} a visité le restaurant d’application et a posé ses questions au chef.",
    "Inscription à l’auto-école solidaire faite. Première leçon de code mardi.",
    "Disponible de 9\u00a0h à 16\u00a0h, à cause de l’école. Une garde est cherchée le mercredi.",
    "CV relu ensemble\u00a0: deux expériences oubliées y ont trouvé leur place.",
    "Échange avec le propriétaire\u00a0: le chauffage sera réparé avant l’hiver.",
    "21 questions sur 40 au test de code. {name} révise avec sa sœur.",
    "32 questions sur 40 au dernier test de code. {name} confirme le projet cuisine et accepte une immersion "
    "de dix jours à Flers.",
)
_FOLLOW_UPS = ("Appeler la mission locale.", "", "Revoir le planning avec l’équipe.", "")
_NOTES = (
    "Reparler de la garde du mercredi avant de fixer les horaires de l’immersion.",
    "Lui laisser le temps de répondre\u00a0: la parole vient plus facilement en marchant.",
    "Demander à Jonas s’il passe par le bourg le mardi, pour le cours de code.",
)


def make_support(rows: Rows, cast: Cast, user: uuid.UUID) -> None:
    """Freins, objectives and interviews of those on their way; `user` wrote the private notes."""
    small = rows.scale.people < 1000
    followed = [person for person in cast.people if person[3] is None and person[4] in ("M", "A")]
    longest = sorted(followed, key=lambda person: person[2])[:MOST_FOLLOWED]
    first_names = _first_names(rows)
    for rank, person in enumerate(cast.people):
        if person in longest[:1]:
            _story(rows, person, _HERO)
            continue
        if person in longest[1:2]:
            _story(rows, person, _BLOCKED)
            continue
        _barriers(rows, person)
        if person in longest:
            continue
        if small or rank % 5 == 0:
            _interviews(rows, cast, person, first_names, rows.dice.randrange(1, 5))
    for rank, person in enumerate(longest):
        _objectives(rows, cast, person, rank)
        made = _interviews(rows, cast, person, first_names, 10 if rank < 3 else rows.dice.randrange(5, 10))
        for note, interview in zip(_NOTES if rank == 0 else _NOTES[:1], reversed(made), strict=False):
            _note(rows, interview, user, note)
        if rank < 6:
            _appointment(rows, made[-1], rank)
    if not small:
        for person in cast.people[:LONG_STORIES]:
            _long_story(rows, cast, person, first_names, user)


def _story(rows: Rows, person: Person, levels: Mapping[str, tuple[int, ...]]) -> None:
    """Freins written out: the level at the entry, then at each review, the last one two weeks ago."""
    _participant, pathway, entry, _left, _reached = person
    span = (rows.today - timedelta(days=15) - entry).days
    for theme, steps in levels.items():
        before: int | None = None
        for rank, level in enumerate(steps):
            day = entry + timedelta(days=span * rank // max(1, len(steps) - 1))
            status = "leve" if before and not level else "en_cours" if rank else "identifie"
            if level != before:
                _review(rows, pathway, theme, day, level, status if level or before else "non_aborde")
            before = level


def _first_names(rows: Rows) -> dict[uuid.UUID, str]:
    from elans_desktop.models.participants import Participant

    return {row["id"]: row["first_name"] for row in rows.tables[Participant]}


def _barriers(rows: Rows, person: Person, *, reviews: int = 0) -> None:
    """From the entry on: a few freins, most of which lighten; the others are easy or were not raised."""
    _participant, pathway, entry, left, _reached = person
    dice = rows.dice
    themes = list(_THEMES)
    dice.shuffle(themes)
    heavy = themes[: dice.randrange(2, 6)]
    last = min(left or rows.today, rows.today)
    days = [entry + timedelta(days=gap) for gap in (0, 90, 180) if entry + timedelta(days=gap) <= last]
    days += [entry + timedelta(days=30 * rank) for rank in range(1, reviews)]
    levels = {theme: dice.choice((1, 2, 2, 3)) for theme in heavy}
    for theme in themes[len(heavy) : len(heavy) + dice.randrange(3, 6)]:
        _review(rows, pathway, theme, entry, 0, "non_aborde")
    for theme, level in levels.items():
        _review(rows, pathway, theme, entry, level, "identifie")
    for day in sorted(set(days) - {entry}):
        for theme in heavy:
            level = levels[theme]
            lighter = max(0, level - dice.choice((0, 1, 1)))
            if day <= last and lighter != level:
                levels[theme] = lighter
                _review(rows, pathway, theme, day, lighter, "leve" if lighter == 0 else "en_cours")


def _review(rows: Rows, pathway: uuid.UUID, theme: str, day: date, level: int, status: str) -> None:
    solution, partner = _SOLUTIONS.get(theme, ("", "")) if status == "en_cours" else ("", "")
    rows.add(
        BarrierReview,
        id=BarrierReview.key(pathway, theme, day),
        pathway_id=pathway,
        theme_code=theme,
        day=day,
        level=level,
        status_code=status,
        raised_by=None
        if status == "non_aborde"
        else rows.dice.choice(("personne", "referent", "partenaire")),
        solution=solution,
        partner_name=partner,
    )


def _objectives(rows: Rows, cast: Cast, person: Person, rank: int) -> None:
    _participant, pathway, entry, _left, _reached = person
    many = 4 if rank == 2 else 2 if rank else 3
    for position, (wording, theme, actions) in enumerate(_OBJECTIVES[:many], start=1):
        reached = rank > 4 and position == 1
        objective = rows.add(
            Objective,
            pathway_id=pathway,
            position=position,
            theme_code=theme,
            wording=wording,
            opened_on=entry + timedelta(days=10 * position),
            due_on=rows.today + timedelta(days=20 + 15 * position),
            status_code="atteint" if reached else "en_cours",
            closed_on=rows.today - timedelta(days=12) if reached else None,
        )
        for place, (step, status, who) in enumerate(actions, start=1):
            done = status == "fait" or reached
            rows.add(
                ObjectiveAction,
                objective_id=objective,
                position=place,
                wording=step,
                status_code="fait" if done else status,
                created_on=entry + timedelta(days=10 * position),
                due_on=rows.today + timedelta(days=7 * place - 5),
                done_on=rows.today - timedelta(days=30 + place) if done else None,
                by_person=who == "person",
                responsible_id=None if who else cast.professionals["Prével" if place % 2 else "Lefort"],
                partner_name=who if who != "person" else "",
            )


def _interviews(
    rows: Rows, cast: Cast, person: Person, first_names: dict[uuid.UUID, str], many: int
) -> list[uuid.UUID]:
    """Spread from the entry to last week; returns them in order."""
    participant, pathway, entry, left, _reached = person
    dice = rows.dice
    last = min(left or rows.today, rows.today) - timedelta(days=6)
    span = max(1, (last - entry).days)
    made: list[uuid.UUID] = []
    for rank in range(many):
        day = min(entry + timedelta(days=span * (rank + 1) // many), rows.today)
        words = _SUMMARIES[(rank + len(_SUMMARIES) - many) % len(_SUMMARIES)]
        made.append(
            rows.add(
                Interview,
                participant_id=participant,
                pathway_id=pathway,
                day=day,
                start=dice.choice((540, 600, 840, 900)),
                duration=dice.choice((30, 45, 45, 60)),
                medium_code=dice.choice(
                    ("rdv", "rdv", "rdv", "spontane", "telephone", "exterieur", "domicile")
                ),
                professional_id=cast.professionals[dice.choice(("Lefort", "Lefort", "Tessier"))],
                present="sa sœur" if dice.random() < 0.1 else "",
                summary=words.format(name=first_names[participant]),
                follow_up=dice.choice(_FOLLOW_UPS),
                to_reread=dice.random() < 0.04,
            )
        )
    return made


def _note(rows: Rows, interview: uuid.UUID, user: uuid.UUID, text: str) -> None:
    rows.add(
        PrivateNote, id=PrivateNote.key(interview, user), interview_id=interview, user_id=user, text=text
    )


def _appointment(rows: Rows, interview: uuid.UUID, rank: int) -> None:
    """The next meeting of an interview: some of them this week."""
    row = next(row for row in reversed(rows.tables[Interview]) if row["id"] == interview)
    row["next_on"] = rows.today + timedelta(days=(0, 1, 3, 7, 9, 14)[rank])
    row["next_start"] = (840, 600, 570, 900, 600, 660)[rank]
    row["next_place"] = "Le Pressoir"


def _long_story(
    rows: Rows, cast: Cast, person: Person, first_names: dict[uuid.UUID, str], user: uuid.UUID
) -> None:
    """Three years: an interview every two weeks, a private note every two months."""
    participant, pathway, *_rest = person
    entry = rows.today - timedelta(days=365 * LONG_YEARS)
    whole: Person = (participant, pathway, entry, None, "A")
    for rank, interview in enumerate(_interviews(rows, cast, whole, first_names, 26 * LONG_YEARS)):
        if rank % 4 == 0:
            _note(rows, interview, user, _NOTES[rank % len(_NOTES)])
    _objectives(rows, cast, whole, 2)
