"""Every field, in one place to import from."""

from __future__ import annotations

from elans_desktop.ui.kit.field import Field, Icon, Message
from elans_desktop.ui.kit.fields_boxes import CheckField, MultiChoiceField, RadioField
from elans_desktop.ui.kit.fields_choice import Choice, ChoiceField, ComboBox
from elans_desktop.ui.kit.fields_date import DateField, PeriodField
from elans_desktop.ui.kit.fields_parsed import DurationField, MoneyField, NumberField, ParsedField, TimeField
from elans_desktop.ui.kit.fields_passphrase import PassphraseField
from elans_desktop.ui.kit.fields_search import SearchField
from elans_desktop.ui.kit.fields_text import MultilineField, PhoneField, TextField
from elans_desktop.ui.kit.toggles import CheckBox, RadioButton

__all__ = [
    "CheckBox",
    "CheckField",
    "Choice",
    "ChoiceField",
    "ComboBox",
    "DateField",
    "DurationField",
    "Field",
    "Icon",
    "Message",
    "MoneyField",
    "MultiChoiceField",
    "MultilineField",
    "NumberField",
    "ParsedField",
    "PassphraseField",
    "PeriodField",
    "PhoneField",
    "RadioButton",
    "RadioField",
    "SearchField",
    "TextField",
    "TimeField",
]
