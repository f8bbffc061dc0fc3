"""Signed sheets that come back scanned: read, filed on their sheets, or put aside with their picture."""
