"""When things happen: the ticker and the delivery worker."""
