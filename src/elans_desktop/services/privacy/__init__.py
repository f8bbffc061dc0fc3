"""What people may ask about their data; how long it is kept, and how it loses its name."""
