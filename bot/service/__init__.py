"""Everything a front can ask: values in, frozen dataclasses out."""
