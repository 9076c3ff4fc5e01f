"""One conversation a file, each with register(app, service)."""
