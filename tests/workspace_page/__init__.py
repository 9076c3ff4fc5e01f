"""The browser page alone, against a stub of the workspace's page API."""
