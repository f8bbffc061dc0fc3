"""Letters to one person or several: choose a template, look at what is missing, save where one wants."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from elans_desktop.core.formats import NBSP, count
from elans_desktop.services.participants.letters import making, templates
from elans_desktop.services.participants.letters.making import LetterRequest, Made
from elans_desktop.services.participants.letters.templates import TemplateRow
from elans_desktop.ui.context import Context

DIRECT = 4
"""Templates shown each on its row; more are chosen in a dialog."""
DOCUMENT = "document"
EACH, TOGETHER = "each", "together"


def fill(menu: QMenu, context: Context, parent: QWidget, people: Sequence[uuid.UUID]) -> None:
    """A row for each template, or « Courrier… » when there are many or for several people."""
    add: Any = menu
    known = context.bridge.read(templates.rows)
    if not known:
        return
    if len(people) == 1 and len(known) <= DIRECT:
        for row in known:
            add.add(f"Courrier{NBSP}: {row.title}", _maker(context, parent, row, people), icon="send")
    else:
        add.add("Courrier…", lambda: choose(context, parent, people), icon="send")


def _maker(
    context: Context, parent: QWidget, row: TemplateRow, people: Sequence[uuid.UUID]
) -> Callable[[], None]:
    return lambda: write(context, parent, _request(context, row.id, people))


def choose(context: Context, parent: QWidget, people: Sequence[uuid.UUID]) -> None:
    """Ask for the template, and for one file each or one document."""
    from elans_desktop.ui.kit import dialogs
    from elans_desktop.ui.kit.form import FieldSpec, Section

    known = context.bridge.read(templates.rows)
    if not known:
        dialogs.inform(
            parent,
            "Aucun modèle de lettre",
            "Ajoutez-en un dans Réglages, Modèles de lettres\u00a0: un document Word ou LibreOffice.",
        )
        return
    fields = [
        FieldSpec(
            "template",
            "Modèle",
            "choice",
            choices=[(row.id, row.title) for row in known],
            required=True,
            span=2,
        )
    ]
    if len(people) > 1:
        ways = ((EACH, "Un fichier par personne, dans une archive"), (TOGETHER, "Un seul document"))
        fields.append(FieldSpec("way", "Faire", "radio", choices=ways, span=2))
    values = dialogs.ask_form(
        parent,
        f"Courrier à {count(len(people), 'personne')}",
        [Section("", fields)],
        values={"template": known[0].id, "way": EACH},
        accept="Continuer",
    )
    if values is not None:
        together = values.get("way") == TOGETHER
        write(context, parent, _request(context, values["template"], people, together=together))


def write(context: Context, parent: QWidget, request: LetterRequest) -> None:
    """Make the letters and save them where the person chooses; a trace is kept."""
    from elans_desktop.ui.kit import dialogs
    from elans_desktop.ui.saving import write_file

    bridge = context.bridge
    made: Made | None = context.attempt(parent, lambda: bridge.read(making.make, request))
    if made is None or not _accepted(parent, made):
        return
    path = dialogs.save_file(
        parent, "Enregistrer le courrier", made.filename, making.media_filter(made.filename)
    )
    if path is None or not write_file(parent, path, made.content):
        return
    with bridge.workspace.write("Enregistrer un courrier", DOCUMENT) as session:
        making.note_made(session, request, made)
    said = "Courrier enregistré" if made.letters == 1 else f"{made.letters} courriers enregistrés"
    context.window.notify(f"{said}{NBSP}: {path.name}")


def _accepted(parent: QWidget, made: Made) -> bool:
    """Whether the person goes on, knowing what is empty."""
    from elans_desktop.ui.kit import dialogs

    if not made.remarks and not made.opposed:
        return True
    parts: list[str] = []
    if made.opposed:
        many = count(made.opposed, "personne s’oppose", "personnes s’opposent")
        parts.append(f"{many} aux courriers{NBSP}: rien n’est écrit pour elle{'s' * (made.opposed > 1)}.")
    if made.remarks:
        parts.append(f"Le courrier aura des blancs{NBSP}:\n" + "\n".join(f"{one}." for one in made.remarks))
    title = "Il manque des renseignements" if made.remarks else "Une opposition"
    return dialogs.confirm(parent, title, "\n".join(parts), "Continuer")


def _request(
    context: Context, template_id: uuid.UUID, people: Sequence[uuid.UUID], *, together: bool = False
) -> LetterRequest:
    return LetterRequest(template_id, tuple(people), together=together, scope=context.bridge.scope)
