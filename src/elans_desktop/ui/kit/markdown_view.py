"""Pages of the guide: Markdown in the type of the application; links between pages stay inside."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser

from elans_desktop.core.formats import NBSP
from elans_desktop.core.text import fold
from elans_desktop.ui import theme
from elans_desktop.ui.theme.dress import dress

_HEADINGS = {1: (22, 600), 2: (18, 600), 3: (16, 600), 4: (15, 600)}
_AIR = NBSP * 2
"""Between a bullet or a number and its words: Qt leaves one thin space. The first line begins further left
by as much, so that the lines below stay under its words."""


class MarkdownView(QTextBrowser):
    """Shows Markdown; `page_requested(name, anchor)` when a link to another page (« calendrier.md ») is
    followed. Links to the web are shown but lead nowhere: the program works offline."""

    page_requested = Signal(str, str)

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: where the pictures of the pages are."""
        super().__init__()
        self._text = ""
        dress(self, "browser")
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        if folder is not None:
            self.setSearchPaths([str(folder)])
        self.anchorClicked.connect(self._followed)
        self.document().setDocumentMargin(24)
        theme.signals.changed.connect(self._show)

    def set_markdown(self, text: str) -> None:
        """Show a page from its top."""
        self._text = text
        self._show()
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def scroll_to(self, anchor: str) -> bool:
        """Bring a heading to the top, by its words joined with dashes; whether the page has it."""
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and _slug(block.text()) == _slug(anchor):
                top = self.document().documentLayout().blockBoundingRect(block).top()
                self.verticalScrollBar().setValue(int(top))
                return True
            block = block.next()
        return False

    def _show(self) -> None:
        document = self.document()
        document.setDefaultFont(theme.font(15))
        document.setMarkdown(self._text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self._dress(document)
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame)

    def _dress(self, document: QTextDocument) -> None:
        block = document.begin()
        cursor = QTextCursor(document)
        while block.isValid():
            cursor.setPosition(block.position())
            shape = QTextBlockFormat()
            level = block.blockFormat().headingLevel()
            if not _has_picture(block):
                shape.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            shape.setBottomMargin(theme.px(_space_below(block, in_table=bool(cursor.currentTable()))))
            _dress_code(block)
            _hold_pictures(block)
            if level:
                shape.setTopMargin(theme.px(16 if level > 1 else 4))
                self._heading(cursor, level)
            if block.textList():
                cursor.insertText(_AIR)
                shape.setTextIndent(-QFontMetricsF(theme.font(15)).horizontalAdvance(_AIR))
            cursor.mergeBlockFormat(shape)
            block = block.next()

    def _heading(self, cursor: QTextCursor, level: int) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        size, weight = _HEADINGS.get(level, (15, 600))
        style = cursor.charFormat()
        style.setFont(theme.font(size, weight))
        style.clearProperty(style.Property.FontSizeAdjustment)
        style.setFontWeight(QFont.Weight(weight).value)
        cursor.setCharFormat(style)
        cursor.clearSelection()

    def _followed(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https", "mailto"):
            return
        anchor = url.fragment(QUrl.ComponentFormattingOption.FullyDecoded)
        if not url.path():
            self.scroll_to(anchor)
            return
        self.page_requested.emit(Path(url.path()).stem, anchor)


def _slug(words: str) -> str:
    """Letters and digits alone: « #lécran-à-larrêt » and « L’écran, à l’arrêt » meet."""
    return re.sub(r"[^a-z0-9]", "", fold(words))


def _space_below(block: QTextBlock, *, in_table: bool) -> int:
    """None in a cell, little between the items of a list."""
    if in_table:
        return 0
    return 4 if block.textList() and block.next().textList() else 8


def _has_picture(block: QTextBlock) -> bool:
    """Whether a block holds a picture: a line height in percent would add a quarter of it below."""
    return any(shape.format.isImageFormat() for shape in block.textFormats())


def _hold_pictures(block: QTextBlock) -> None:
    """No picture is wider than the page: nobody scrolls sideways to read."""
    for shape in block.textFormats():
        if shape.format.isImageFormat():
            held = shape.format.toImageFormat()
            held.setMaximumWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
            cursor = QTextCursor(block)
            cursor.setPosition(block.position() + shape.start)
            cursor.movePosition(
                QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, shape.length
            )
            cursor.setCharFormat(held)


def _dress_code(block: QTextBlock) -> None:
    """Words to type: our own type on a sunken ground, wherever the program runs."""
    for shape in block.textFormats():
        if not shape.format.fontFixedPitch():
            continue
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + shape.start)
        cursor.movePosition(
            QTextCursor.MoveOperation.NextCharacter, QTextCursor.MoveMode.KeepAnchor, shape.length
        )
        style = QTextCharFormat()
        style.setFont(theme.font(15))
        style.setFontFixedPitch(True)
        style.setBackground(theme.color("sunken"))
        cursor.mergeCharFormat(style)


def _dress_table(table: QTextTable) -> None:
    """One thin line, and air in the cells."""
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(theme.color("line"))
    shape.setBorderCollapse(True)
    shape.setCellPadding(theme.px(6))
    shape.setTopMargin(theme.px(4))
    shape.setBottomMargin(theme.px(12))
    table.setFormat(shape)
