"""Who calls the flows, and when."""
