"""Holding what citizens were promised against the lawful count, and telling why they differ."""
