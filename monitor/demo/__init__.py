"""The sample office: its dossiers, its exports, its people, and a month of its life."""
