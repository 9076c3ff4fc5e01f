"""Tests of the rules; pure values in, values out."""
