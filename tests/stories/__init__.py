"""One story per kind of user, through the wire."""
