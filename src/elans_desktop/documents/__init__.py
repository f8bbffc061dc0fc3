"""Views into paper: composers turn a complete view into PDF bytes; no Qt, no SQL."""
