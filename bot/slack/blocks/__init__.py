"""Builders of Block Kit values; nothing they return can exceed a limit."""
