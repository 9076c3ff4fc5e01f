"""Files made from values: printed pages and exports; holds the vendored fonts."""
