"""Presences at séances: grid, hours, sheets, corrections, scans, and what is printed of them."""
