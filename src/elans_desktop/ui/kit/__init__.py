"""The kit: every component of the design, built once. (The list of signatures stands below.)"""
