"""The filter chips of a list of people, and the « + » beside them: more filters, and one's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from elans_desktop.core.formats import NBSP, number
from elans_desktop.services.participants import people_filters, saved_filters
from elans_desktop.services.participants.people_filters import (
    CHOSEN,
    INCOMPLETE,
    LIMIT,
    MINE,
    NEED_FACTS,
    OPEN,
    OPPOSED,
    SILENT,
    STATUS,
    UNDER,
)
from elans_desktop.services.participants.saved_filters import SavedFilter
from elans_desktop.services.pathways.pathway_status import STATUS_LABELS
from elans_desktop.ui.kit import dialogs
from elans_desktop.ui.kit.chip import Chip, Filter
from elans_desktop.ui.kit.form import FieldSpec, Section
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.rows_box import RowsBox
from elans_desktop.ui.participants.looks import LETTERS
from elans_desktop.ui.participants.people import People

SAVED = "saved"
FEW_VALUES = 14
"""Beyond, a value is chosen in a field that searches, not in a menu."""
_BRIQUE_LETTERS = frozenset("RMAC")


class PeopleChips(QObject):
    """Owns the chips of a box of rows. `usual`: the chips always there; the others come and go."""

    def __init__(self, box: RowsBox, people: People, *, max_months: int | None) -> None:
        super().__init__(box)
        self.box, self.people, self.chips = box, people, box.chips
        self._max_months = max_months
        self._saved: dict[str, SavedFilter] = {}
        self._usual: list[str] = []
        for key in (OPEN, MINE, LIMIT, INCOMPLETE):
            if (key != MINE or people.words.me is not None) and (key != LIMIT or max_months is not None):
                self._usual.append(key)
                self.chips.add(self._filter(key, on=key == OPEN))
        self.more = Chip("+")
        self.more.setCheckable(False)
        self.more.setToolTip("Autres filtres")
        self.more.setAccessibleName("Autres filtres")
        self.more.clicked.connect(self._offer)
        self.chips.end_with(self.more)
        self.chips.show()
        self.chips.changed.connect(self._drop_unused)
        box.model.set_tests(self.chips.tests())
        people.facts_changed.connect(self._facts_came)

    def active(self) -> tuple[str, ...]:
        """The filters that are on: what a saved filter keeps."""
        found: list[str] = []
        for key in self.chips.active():
            found += self._saved[key].keys if key in self._saved else [key]
        return tuple(dict.fromkeys(found))

    def set_active(self, keys: Iterable[str]) -> None:
        """Switch on these filters alone."""
        wanted = list(keys)
        for key in self.chips.active():
            if key not in wanted:
                self.chips.chip(key).setChecked(False)
        for key in wanted:
            self._switch_on(key)
        self.chips.changed.emit()

    def toggle(self, key: str) -> None:
        """Switch a filter on or off; its chip shows while it is on. Choosing none of a status shows the
        open files again."""
        if key in self.chips.active():
            self.chips.chip(key).setChecked(False)
            if people_filters.kind_of(key) == STATUS:
                self._switch_on(OPEN)
        else:
            self._switch_on(key)
        self.chips.changed.emit()

    def use_saved(self, wanted: SavedFilter) -> None:
        """Show what a saved filter keeps, and nothing else; choosing it again shows every open file."""
        key = f"{SAVED}:{wanted.name}"
        if key in self.chips.active():
            self.box.search.clear()
            self.set_active([OPEN])
            return
        for other in self.chips.active():
            self.chips.chip(other).setChecked(False)
        self._saved[key] = wanted
        self._add(key)
        self.chips.changed.emit()
        self.box.search.setText(wanted.search)

    def _switch_on(self, key: str) -> None:
        if key not in self.chips.declared():
            self._add(key)
            return
        chip = self.chips.chip(key)
        if not chip.isChecked():
            chip.click()

    def _add(self, key: str) -> None:
        declared = self._filter(key, on=True)
        chip = self.chips.add(declared)
        chip.set_count(sum(map(declared.test, self.people.rows)))

    def _filter(self, key: str, *, on: bool) -> Filter:
        group = people_filters.kind_of(key)
        if group in (OPEN, STATUS):
            group = STATUS
        status = key.partition(":")[2] if group == STATUS else ""
        letter = LETTERS.get(status, "")
        counted = key not in (OPEN, MINE)
        return Filter(
            key,
            self._label(key),
            self._test(key),
            on=on,
            counted=counted,
            group="" if group == SAVED else group,
            letter=letter if letter in _BRIQUE_LETTERS else "",
        )

    def _label(self, key: str) -> str:
        if key in self._saved:
            return self._saved[key].name
        if key == LIMIT:
            return f"{self._max_months}{NBSP}mois proche"
        people = self.people
        return people_filters.label_of(key, people.words, people.rows, people.facts)

    def _test(self, key: str) -> people_filters.Test:
        keys = self._saved[key].keys if key in self._saved else (key,)
        tests = [people_filters.test_of(each, self.people.words, self.people.facts) for each in keys]
        if len(tests) == 1:
            return tests[0]
        return lambda row: all(test(row) for test in tests)

    def _drop_unused(self) -> None:
        """A chip that came with the « + » goes when it is switched off."""
        active = self.chips.active()
        for key in [key for key in self.chips.declared() if key not in self._usual]:
            if key not in active:
                self.chips.remove(key)
                self._saved.pop(key, None)

    def _facts_came(self) -> None:
        """Figures and rows of the filters that look at the facts."""
        self.chips.count(self.people.rows)
        if any(people_filters.kind_of(key) in NEED_FACTS for key in self.active()):
            self.box.model.set_tests(self.chips.tests())

    def _offer(self) -> None:
        menu = Menu(self.more)
        self.fill(menu)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def fill(self, menu: Menu) -> None:
        """The rows of the « + »: shipped filters, those by a value, one's own."""
        active, rows = self.chips.active(), self.people.rows
        followed = any(fact.target is not None for fact in self.people.facts.values())
        for key in (SILENT, UNDER, OPPOSED) if followed else (SILENT, OPPOSED):
            self._row(menu, key, self._label(key), sum(map(self._test(key), rows)), key in active)
        menu.addSeparator()
        counts = dict.fromkeys(STATUS_LABELS, 0)
        for row in rows:
            counts[row.status] += 1
        for status, words in STATUS_LABELS.items():
            key = f"{STATUS}:{status}"
            self._row(menu, key, words, counts[status], key in active)
        menu.addSeparator()
        for kind, (title, _none) in CHOSEN.items():
            menu.add(f"{title}…", lambda chosen=kind: self._choose_value(chosen), icon="list-filter")
        menu.addSeparator()
        saved = self.people.context.bridge.read(saved_filters.saved)
        for each in saved:
            on = f"{SAVED}:{each.name}" in active
            menu.add(each.name, lambda wanted=each: self.use_saved(wanted), icon="bookmark", checked=on)
        menu.add("Enregistrer ces filtres…", self._save, icon="save", enabled=bool(self.active()))
        if saved:
            menu.add("Supprimer un de mes filtres…", self._forget, icon="trash-2")

    def _row(self, menu: Menu, key: str, words: str, many: int, on: bool) -> None:
        menu.add(words, lambda: self.toggle(key), fact=number(many), checked=on)

    def _choose_value(self, kind: str) -> None:
        people = self.people
        found = people_filters.values(kind, people.words, people.rows, people.facts)
        title = CHOSEN[kind][0]
        if len(found) > FEW_VALUES:
            choices = [(each.key, f"{each.label} ({number(each.count)})") for each in found]
            form = Section("", (FieldSpec("key", title, "choice", required=True, choices=choices, span=2),))
            answer = dialogs.ask_form(self._parent(), title, [form], accept="Filtrer")
            if answer is not None:
                self.toggle(answer["key"])
            return
        menu = Menu(self.more)
        active = self.chips.active()
        for each in found:
            self._row(menu, each.key, each.label, each.count, each.key in active)
        if not found:
            menu.add("Personne dans la liste", enabled=False)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _save(self) -> None:
        keys, search = self.active(), self.box.search.text()
        context = self.people.context

        def keep(values: dict[str, Any]) -> None:
            wanted = SavedFilter(values["text"], keys, search)
            context.bridge.write("Enregistrer un filtre", saved_filters.save, wanted)

        words = "Il se retrouve dans ce menu, pour vous seul."
        form = Section("", (FieldSpec("text", "Nom du filtre", required=True, span=2),))
        title = "Enregistrer ces filtres"
        if dialogs.ask_form(self._parent(), title, [form], accept="Enregistrer", text=words, save=keep):
            context.window.notify("Filtre enregistré")

    def _forget(self) -> None:
        context = self.people.context
        choices = [(each.name, each.name) for each in context.bridge.read(saved_filters.saved)]
        form = Section("", (FieldSpec("name", "Filtre", "choice", required=True, choices=choices, span=2),))
        answer = dialogs.ask_form(self._parent(), "Supprimer un de mes filtres", [form], accept="Supprimer")
        if answer is not None:
            context.bridge.write("Supprimer un filtre", saved_filters.forget, answer["name"])
            key = f"{SAVED}:{answer['name']}"
            if key in self.chips.active():
                self.set_active([OPEN])
            context.window.notify(f"Filtre supprimé{NBSP}: {answer['name']}")

    def _parent(self) -> QWidget:
        return self.box
