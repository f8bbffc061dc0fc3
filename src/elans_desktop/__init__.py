"""ELANS: the offline, encrypted desk of a small organisation running an ELAN'S or an O2R scheme."""

__version__ = "0.2.0"
