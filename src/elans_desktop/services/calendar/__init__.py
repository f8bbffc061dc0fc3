"""Activities, séances, their series, who is expected, warnings, holidays, calendar files."""
