"""Reading time-limit texts: `text` reads one, the rest are the steps on the way."""
