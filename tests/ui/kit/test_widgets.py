"""The small components: gauge thresholds, keyboard, names for screen readers, what each shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from elans_desktop.core.errors import SystemProblem
from elans_desktop.ui import theme
from elans_desktop.ui.gallery import GalleryWindow
from elans_desktop.ui.kit import buttons
from elans_desktop.ui.kit.badge import Badge
from elans_desktop.ui.kit.chip import Chip
from elans_desktop.ui.kit.figure import Figure
from elans_desktop.ui.kit.focus_ring import FocusRing
from elans_desktop.ui.kit.funnel import Funnel, Step
from elans_desktop.ui.kit.gauge import Gauge, level
from elans_desktop.ui.kit.layout import column, label
from elans_desktop.ui.kit.markdown_view import MarkdownView
from elans_desktop.ui.kit.menu import Menu
from elans_desktop.ui.kit.outline import OutlinedPage
from elans_desktop.ui.kit.preview import PdfPreview
from elans_desktop.ui.kit.progress import LongWork, time_left
from elans_desktop.ui.kit.segmented import Segmented
from elans_desktop.ui.kit.stepper import Stepper
from elans_desktop.ui.kit.toast import Toast
from tests.support.dialogs import RecordedDialogs


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, "success"), (9_799, "success"), (9_800, "warning"), (10_000, "warning"), (10_001, "danger")],
)
def test_gauge_turns_amber_at_98_percent_and_red_above(value: int, expected: str) -> None:
    assert level(value, 10_000) == expected


def test_gauge_says_what_is_left_and_on_what_base(qtbot: QtBot) -> None:
    gauge = Gauge(2_666_000, 2_790_000, "Base : total du budget, 186\u00a0000,00\u00a0€.")
    qtbot.addWidget(gauge)
    assert gauge.sentence.text() == "encore 1\u00a0240,00\u00a0€ possibles"
    gauge.set_gauge(2_821_000, 2_790_000)
    assert gauge.sentence.text() == "dépasse de 310,00\u00a0€"
    assert gauge.bar.accessibleName() == gauge.sentence.text()


def test_gauge_of_nothing_is_calm(qtbot: QtBot) -> None:
    gauge = Gauge(0, 0)
    qtbot.addWidget(gauge)
    gauge.grab()
    assert level(0, 0) == "success"


def test_design_heights(qtbot: QtBot) -> None:
    heights = {
        buttons.primary("Imprimer"): 32,
        buttons.small("Saisir"): 28,
        buttons.icon_button("x", "Fermer"): 32,
        Chip("Actifs"): 28,
        Badge("En cours", "primary"): 20,
    }
    for widget, height in heights.items():
        qtbot.addWidget(widget)
        assert widget.sizeHint().height() == height


def test_icon_alone_has_a_name_and_a_tooltip(qtbot: QtBot) -> None:
    button = buttons.icon_button("x", "Fermer le panneau")
    qtbot.addWidget(button)
    assert (button.accessibleName(), button.toolTip()) == ("Fermer le panneau", "Fermer le panneau")


def test_focus_ring_comes_with_the_keyboard_only(qtbot: QtBot) -> None:
    place = QWidget()
    first, second = buttons.primary("Un"), buttons.secondary("Deux")
    place.setLayout(column(first, second))
    qtbot.addWidget(place)
    place.show()
    place.activateWindow()
    qtbot.waitUntil(place.isActiveWindow)
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert place.findChildren(FocusRing) == []
    first.setFocus(Qt.FocusReason.TabFocusReason)
    rings = place.findChildren(FocusRing)
    assert [ring.geometry() for ring in rings] == [first.geometry().adjusted(-4, -4, 4, 4)]
    second.setFocus(Qt.FocusReason.MouseFocusReason)
    assert all(ring.isHidden() for ring in rings)


def test_menu_rows_are_built_when_it_opens(qtbot: QtBot) -> None:
    chosen: list[str] = []

    def build(menu: Menu) -> None:
        menu.add("Fiche", lambda: chosen.append("fiche"), icon="file-user", fact="2 pages")
        menu.add("Attestation", fact="provisoire", reason="1 feuille n’est pas validée")

    button = buttons.print_button(build)
    qtbot.addWidget(button)
    button.show()
    button.open_menu()
    menu = button.menu_of_rows()
    assert [action.text() for action in menu.actions()] == ["Fiche", "Attestation"]
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is menu.actions()[0]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert chosen == ["fiche"]
    assert not menu.isVisible()
    button.open_menu()
    assert len(menu.actions()) == 2
    menu.close()


def test_segments_answer_arrows(qtbot: QtBot) -> None:
    made = Segmented((("month", "Mois"), ("week", "Semaine"), ("list", "Liste")), "week", name="Vue")
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.changed) as signal:
        qtbot.keyClick(made, Qt.Key.Key_Right)
    assert signal.args == ["list"]
    qtbot.keyClick(made, Qt.Key.Key_Right)
    assert made.current() == "list"
    assert made.accessibleName() == "Vue : Liste"


def test_stepper_names_its_step(qtbot: QtBot) -> None:
    stepper = Stepper(("À imprimer", "Imprimée", "Validée"), 1)
    qtbot.addWidget(stepper)
    assert stepper.accessibleName() == "Étape : Imprimée"
    stepper.set_current(3)
    stepper.grab()
    assert stepper.accessibleName() == "Étape : terminé"


def test_funnel_figures_open_their_lists(qtbot: QtBot) -> None:
    opened: list[str] = []
    funnel = Funnel(
        [Step("R", "Repérés", 1146, "56,2\u00a0%", lambda: opened.append("R")), Step("log-out", "Sorties", 0)]
    )
    qtbot.addWidget(funnel)
    funnel.show()
    figures = funnel.findChildren(Figure)
    assert [figure.text() for figure in figures] == ["1\u00a0146", "0"]
    figures[0].click()
    assert opened == ["R"]


def test_time_left_waits_to_know() -> None:
    assert time_left(500, 128, 300) == ""
    assert time_left(9_000, 1, 300) == ""
    assert time_left(9_000, 128, 300) == "encore 12\u00a0secondes environ"
    assert time_left(60_000, 30, 300) == "encore 9\u00a0minutes environ"


def test_long_work_can_be_stopped_once(qtbot: QtBot) -> None:
    work = LongWork("Feuilles de la semaine")
    qtbot.addWidget(work)
    work.progress(128, 300)
    assert work.figure.text() == "128 sur 300"
    with qtbot.waitSignal(work.stopped):
        work.stop.click()
    assert not work.stop.isEnabled()


def test_toast_replaces_the_one_before_and_goes_when_acted_upon(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    undone: list[bool] = []
    toast = Toast(window)
    first = toast.show("Enregistré")
    second = toast.show("Séance supprimée", action=("Annuler", lambda: undone.append(True)))
    assert first.isHidden()
    second.action_buttons[0].click()
    assert undone == [True]
    assert second.isHidden()


def test_outline_goes_to_a_section_and_follows(qtbot: QtBot) -> None:
    page = OutlinedPage()
    qtbot.addWidget(page)
    for key in ("identity", "pathway", "history"):
        block = label(key)
        block.setMinimumHeight(600)
        page.add_section(key, key.title(), block)
    page.resize(900, 500)
    page.show()
    qtbot.waitUntil(lambda: page.area.verticalScrollBar().maximum() > 1000)
    page.go_to("pathway")
    assert page.current() == "pathway"
    page.area.verticalScrollBar().setValue(0)
    assert page.current() == "identity"
    page.entry("history").set_mark("2 vides", "warning")
    page.grab()
    assert page.entry("history").accessibleName() == "History 2 vides"


def test_guide_pages_link_to_each_other_inside(qtbot: QtBot) -> None:
    view = MarkdownView()
    qtbot.addWidget(view)
    view.set_markdown("# Calendrier\n\nVoir [les feuilles](feuilles.md#imprimer).")
    assert "Calendrier" in view.toPlainText()
    with qtbot.waitSignal(view.page_requested) as signal:
        view.anchorClicked.emit("feuilles.md#imprimer")
    assert signal.args == ["feuilles", "imprimer"]


def test_a_link_leads_to_its_heading(qtbot: QtBot) -> None:
    view = MarkdownView()
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    paragraphs = "\n\n".join(["Des mots."] * 30)
    view.set_markdown(f"# Aide\n\n{paragraphs}\n\n## L’écran, à l’arrêt\n\n{paragraphs}")
    bar = view.verticalScrollBar()
    view.anchorClicked.emit(QUrl("#nulle-part"))
    assert bar.value() == 0
    view.anchorClicked.emit(QUrl("#lécran-à-larrêt"))
    assert 0 < bar.value() < bar.maximum()
    reached = bar.value()
    view.scroll_to("l-ecran-a-l-arret")
    assert bar.value() == reached


def _pdf(pages: int) -> bytes:
    import io

    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(pages):
        canvas.drawString(100, 700, f"page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_preview_turns_pages_and_saves_where_asked(
    qtbot: QtBot, recorded_dialogs: RecordedDialogs, tmp_path: Path
) -> None:
    preview = PdfPreview()
    qtbot.addWidget(preview)
    preview.resize(900, 700)
    preview.show()
    data = _pdf(3)
    preview.show_pdf(data, "Feuilles : semaine 18")
    assert preview.page_label.text() == "page\u00a01 sur 3"
    preview.turn(1)
    assert preview.page_label.text() == "page\u00a02 sur 3"
    target = tmp_path / "feuilles.pdf"
    recorded_dialogs.answer("save", target)
    with qtbot.waitSignal(preview.saved):
        preview.save()
    assert target.read_bytes() == data
    assert recorded_dialogs.requests[0].data["name"] == "Feuilles - semaine 18.pdf"


def test_preview_prints_every_page_from_memory(qtbot: QtBot, tmp_path: Path) -> None:
    from pypdf import PdfReader
    from PySide6.QtPrintSupport import QPrinter

    preview = PdfPreview()
    qtbot.addWidget(preview)
    preview.show_pdf(_pdf(2), "Deux pages")
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    preview.print_to(printer)
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 2


def test_preview_refuses_what_is_not_a_pdf(qtbot: QtBot) -> None:
    preview = PdfPreview()
    qtbot.addWidget(preview)
    with pytest.raises(SystemProblem):
        preview.show_pdf(b"not a document", "Rien")


@pytest.mark.parametrize(("mode", "scale"), [("light", 100), ("dark", 90), ("light", 150)])
def test_gallery_shows_everything_in_every_theme(
    qtbot: QtBot, qapp: QApplication, mode: str, scale: int
) -> None:
    window = GalleryWindow()
    qtbot.addWidget(window)
    window.show()
    theme.apply(qapp, "dark" if mode == "dark" else "light", scale)
    image = window.grab().toImage()
    assert image.pixelColor(2, 2) == theme.color("background")
    nameless = [
        type(child).__name__ for child in window.findChildren(buttons.Button) if not child.accessibleName()
    ]
    assert nameless == []
