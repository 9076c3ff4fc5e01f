"""The command line, one command a file; every sentence it prints is for the IT officer."""
