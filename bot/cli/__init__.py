"""The command line, one command a file; every sentence it prints is for the IT officer."""

BY_CTRL_C = 130
"""What a shell reports of a program that Ctrl+C ended."""
