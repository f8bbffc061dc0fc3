"""Indicators and their tables."""
