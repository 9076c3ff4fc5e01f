"""The database's history; the newest state is described in ``bot/store/tables.py``."""
