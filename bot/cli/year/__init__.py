"""A whole 年度 of a synthetic ward, played over the real service and a real store."""
