"""The way out of this computer: one switch, one log, public addresses only."""
