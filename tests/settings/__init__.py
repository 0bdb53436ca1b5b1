"""What the operator writes down: read whole, refused whole."""
