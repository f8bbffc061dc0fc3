"""The organisation, its agreements, people at work, places, lists and settings."""
