"""The papers of people: what is read of them, in bulk, and what of it goes on each document."""
