"""People: their files, lists, repérage, documents, twins, letters."""
