"""Structures, bodies, meetings, decisions, projects."""
