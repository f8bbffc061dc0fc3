"""Lists that come in: the four steps every import shares; each area says what its columns and lines mean."""
