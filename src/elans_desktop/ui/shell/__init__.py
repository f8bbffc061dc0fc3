"""The window around the tabs: header, tab strip, status bar, search, help, lock, welcome and creation."""
