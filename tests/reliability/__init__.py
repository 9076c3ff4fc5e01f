"""Nothing lost, nothing twice: the tests T1 to T14, each small enough for every day."""
