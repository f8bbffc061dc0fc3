"""The box of `kit.dialogs`: a title, a sentence, perhaps a form, and its buttons.

Made by `dialogs.show` alone.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QSizePolicy, QWidget

from elans_desktop.core.errors import ElansError, InputError
from elans_desktop.ui import theme
from elans_desktop.ui.kit import buttons, tab_order
from elans_desktop.ui.kit.banner import Banner
from elans_desktop.ui.kit.dialog_request import Request
from elans_desktop.ui.kit.field import Icon
from elans_desktop.ui.kit.form import FieldSpec, Form, Section
from elans_desktop.ui.kit.layout import column, label, row, scrolled, surface

_FORM_WIDTH = 640
ICONS = {"error": ("circle-alert", "danger"), "inform": ("info", "primary-ink")}


class DialogBox(QDialog):
    """One dialog; `answer` is the key of the button that closed it, `form` its form if any."""

    def __init__(self, request: Request, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._request = request
        self.answer: str | None = None
        self.form: Form | None = None
        self._main: QWidget | None = None
        self.setWindowTitle("ELANS")
        self.setAccessibleName(request.title)
        self.setModal(True)
        surface(self, "surface")
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        body = column(spacing=12, margins=(24, 24, 24, 16))
        body.addLayout(self._head())
        if request.text:
            body.addWidget(label(request.text, "body", wrap=True, selectable=True))
        self.problem = Banner("", "danger")
        self.problem.hide()
        body.addWidget(self.problem)
        if request.kind in ("text", "form"):
            self._add_form(body)
        body.addSpacing(4)
        body.addLayout(self._foot())
        self.setLayout(body)
        self.setMinimumWidth(theme.px(_FORM_WIDTH if request.kind == "form" else 440))
        self.setMaximumWidth(theme.px(760))

    def showEvent(self, event: QShowEvent) -> None:
        """Entrée accepts a question; what removes something asks for a deliberate key."""
        super().showEvent(event)
        if self._main is not None:
            self._main.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab follows the reading order."""
        return tab_order.step(self, forward=next) or super().focusNextPrevChild(next)

    def _head(self) -> Any:
        icon, token = ICONS.get(self._request.kind, ("", ""))
        title = label(self._request.title, "section", wrap=len(self._request.title) > 48)
        if self._request.danger:
            icon, token = "triangle-alert", "danger"
        title.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        line = row(spacing=12)
        if icon:
            line.addLayout(column(1, Icon(icon, token, 20), None, spacing=0))
        line.addWidget(title, 1)
        return line

    def _add_form(self, body: Any) -> None:
        data = self._request.data
        if self._request.kind == "text":
            spec = FieldSpec("text", str(data["label"]), required=True, span=2)
            self.form = Form([Section("", (spec,))], columns=1)
            self.form.set_values({"text": data["value"]})
            body.addWidget(self.form)
        else:
            self.form = Form(data["sections"], columns=data["columns"])
            self.form.set_values(data["values"])
            self.form.setContentsMargins(4, 4, 12, 4)
            area = scrolled(self.form, "surface")
            area.setMinimumHeight(min(self._height_of(self.form), theme.px(480)))
            # as tall as the form at the width of the box: its hint is that of a narrower one
            area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
            body.addWidget(area, 1)
        self.form.save_requested.connect(self._accept_main)

    @staticmethod
    def _height_of(form: Form) -> int:
        wide = theme.px(_FORM_WIDTH) - 2 * 24
        tall = form.heightForWidth(wide) if form.hasHeightForWidth() else form.sizeHint().height()
        return tall + 8

    def _foot(self) -> Any:
        made: list[QWidget] = []
        for index, (key, words) in enumerate(self._request.actions):
            kind = "secondary" if index or self._request.kind in ("inform", "error") else "primary"
            if self._request.danger and index == 0:
                kind = "danger"
            button = buttons.Button(words, kind=kind)
            button.clicked.connect(self._closer(key))
            button.setDefault(index == 0 and not self._request.danger)
            made.append(button)
        line = row(None, spacing=8)
        cancel = self._request.data.get("cancel", "Annuler")
        if self._request.kind in ("ask", "text", "form") and cancel:
            line.addWidget(buttons.quiet(str(cancel), "", self.reject))
        for button in reversed(made):
            line.addWidget(button)
        if made and self.form is None and not self._request.danger:
            self._main = made[0]
        return line

    def _closer(self, key: str) -> Any:
        def clicked() -> None:
            self._choose(key)

        return clicked

    def _accept_main(self) -> None:
        self._choose(self._request.actions[0][0])

    def _choose(self, key: str) -> None:
        if self.form is not None and not self.form.check():
            return
        save = self._request.data.get("save")
        if self.form is not None and save is not None and not self._save(save):
            return
        self.answer = key
        self.accept()

    def _save(self, save: Any) -> bool:
        assert self.form is not None
        try:
            save(self.form.values())
        except InputError as error:
            self.form.show_errors(error.fields)
            unknown = [text for name, text in error.fields.items() if name not in self.form.names()]
            self._say(" ".join(unknown))
            return False
        except ElansError as error:
            self._say(str(error))
            return False
        return True

    def _say(self, text: str) -> None:
        self.problem.set_text(text)
        self.problem.setVisible(bool(text))
