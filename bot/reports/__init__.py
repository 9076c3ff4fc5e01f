"""Files made from figures; holds the vendored fonts."""
