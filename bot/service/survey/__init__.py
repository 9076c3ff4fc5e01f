"""The 職員アンケート: opened, answered, counted and closed so that nobody can be traced by it."""
