"""What an anonymised file answered, for the share of complete files to stay the same."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017_points"
down_revision = "0016_condensing"


def upgrade() -> None:
    op.add_column("participant", sa.Column("points_known", sa.Text(), nullable=True))
