"""Owns the command line: one module a command. Nothing below it reads the clock or writes to a terminal."""
