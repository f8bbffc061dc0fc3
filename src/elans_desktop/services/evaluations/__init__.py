"""Grids, evaluations, what is due."""
