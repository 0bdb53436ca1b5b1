"""The disk: SQLAlchemy tables and the repositories over them."""
