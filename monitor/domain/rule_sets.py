"""Which rules have something in common that others go by, by code.

Neither mails nor workbooks know the rules: what all of them must agree on stands here.
"""

VERIFIED = frozenset(
    {
        "finish_backdated",
        "due_moved",
        "withdrawn_after_due",
        "paused_at_deadline",
        "status_went_back",
    }
)
"""Rules on edits of one dossier: data to be verified, never a reproach."""

EXPLAINED = VERIFIED | {"bulk_edit"}
"""Rules whose findings a unit is asked to explain."""

TO_VERIFY = EXPLAINED | {"dates_contradict", "moved_without_letter"}
"""Rules that ask to hold data against papers: what a report shows as to be verified."""

WARNING = frozenset({"due_soon", "due_today", "apology_ask"})
"""Rules that tell, before the deadline, that it is near."""

ASKING = frozenset({"apology_ask", "apology_due"})
"""Rules that ask, before the deadline, whether a dossier will be in time."""

LATE = frozenset({"overdue", "apology_missing", "due_unconfirmed"})
"""Rules that ask for the cause and the new date: the deadline has passed."""
