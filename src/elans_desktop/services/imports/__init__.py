"""Reading people's spreadsheets: bytes to a raw table, its columns, its values, the people in it."""
