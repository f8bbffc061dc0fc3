"""Everything the classeur knows of one person, for that person (RGPD, articles 15 and 20)."""
