"""One module per change of the tables, ``mNNNN_what.py``, written by hand."""
