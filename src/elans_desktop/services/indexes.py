"""Which index a select takes, where SQLite would choose badly.

It chooses without statistics, on purpose: ANALYZE keeps samples of the indexed values, names among them,
where no anonymisation reaches.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression
from sqlalchemy.sql.operators import custom_op

_PLUS: custom_op[Any] = custom_op("+")


def unindexed(column: Any) -> ColumnElement[Any]:
    """The same value, of which SQLite makes no use of an index (the unary plus of its manual)."""
    return UnaryExpression(column, operator=_PLUS, type_=column.type)
