"""Signed sheets that come back scanned: pages read, filed on their sheets, or put aside with their picture."""
