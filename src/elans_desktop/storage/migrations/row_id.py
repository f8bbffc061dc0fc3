"""The type of identifiers, frozen here: migrations never import the models."""

from __future__ import annotations

import sqlalchemy as sa

ROW_ID = sa.LargeBinary(16).with_variant(sa.Uuid(), "postgresql")
