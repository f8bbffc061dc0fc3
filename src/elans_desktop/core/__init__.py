"""Leaf floor: errors, French formats, text folding, paths, resources, clock, identifiers."""
