"""Tests; they mirror ``bot/`` file for file."""
