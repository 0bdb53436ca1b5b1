"""A month of dossiers turned into figures: pure, on the domain alone."""
