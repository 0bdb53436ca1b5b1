"""The personal data of a dossier, as its exports tell of them."""

from monitor.domain.dossier import Applicant, ApplicantKind


def join_applicant(
    kept: Applicant | None, stated: Applicant | None, *, is_newest: bool
) -> Applicant | None:
    """Join what two exports say of the applicant.

    Part by part the newer one counts where it says anything: an export without a
    column of mailboxes does not take the mailbox away.
    """
    if kept is None or stated is None:
        return stated or kept
    first, second = (stated, kept) if is_newest else (kept, stated)
    is_known = first.kind is not ApplicantKind.UNKNOWN
    return Applicant(
        name=first.name or second.name,
        kind=first.kind if is_known else second.kind,
        address=first.address or second.address,
        phone=first.phone or second.phone,
        mailbox=first.mailbox or second.mailbox,
    )
