"""A local Slack at the wire: Web API, Socket Mode, signed HTTP and a browser page."""
