"""Tests of the command line as its user meets it: real processes."""
