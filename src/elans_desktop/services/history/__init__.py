"""The journal, told in French."""
