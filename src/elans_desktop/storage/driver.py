"""The SQLCipher driver, which ships no types: named once here."""

from __future__ import annotations

import importlib
from typing import Any

driver: Any = importlib.import_module("sqlcipher3.dbapi2")
"""A DB-API module like `sqlite3`, over an encrypted SQLite."""

DriverError: type[Exception] = driver.Error
"""Root of the driver's errors; `sqlite_errorcode` tells them apart."""
