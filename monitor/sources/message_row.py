"""One dossier message of the portal while it is read."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeGuard

from monitor.sources.cells import Cell
from monitor.sources.headers import Field
from monitor.sources.reasons import Reason
from monitor.sources.rows import Row

KEYS: Mapping[str, str] = MappingProxyType(
    {
        Field.CODE: "MaHoSo",
        Field.PROCEDURE: "MaTTHC",
        Field.PROCEDURE_NAME: "TenTTHC",
        Field.APPLICANT: "ChuHoSo",
        Field.APPLICANT_KIND: "LoaiDoiTuong",
        Field.PHONE: "SoDienThoai",
        Field.MAILBOX: "Email",
        Field.RECEIVED: "NgayTiepNhan",
        Field.PROMISED: "NgayHenTra",
        Field.FINISHED: "NgayKetThucXuLy",
        Field.COLLECTED: "NgayTra",
        Field.STATUS: "TrangThaiHoSo",
        Field.UNIT: "DonViXuLy",
        Field.CHANNEL: "KenhThucHien",
    }
)


class MessageRow(Row):
    """One object of a message.

    Args:
        number: Its dossier's place in the file.
        body: The object.
        keys: Our field -> the portal's key.
        prefix: Where the object stands, for the operator.
    """

    __slots__ = ("_body", "_keys", "_prefix")

    def __init__(
        self,
        number: int,
        body: Mapping[str, object],
        *,
        keys: Mapping[str, str] = KEYS,
        prefix: str = "",
    ) -> None:
        values = {field: body.get(key) for field, key in keys.items()}
        super().__init__(number, {name: one for name, one in values.items() if _is_plain(one)})
        self._body = body
        self._keys = keys
        self._prefix = prefix
        for field in values.keys() - self.cells.keys():
            self.refuse(field, "", Reason.BAD_VALUE)

    def label(self, field: str) -> str:
        """Return the field's key, after the file's name in a folder."""
        return self._prefix + self._keys.get(field, field)

    def parts(self, key: str, keys: Mapping[str, str]) -> list["MessageRow"]:
        """Return the objects of a list in this one; none where it is blank."""
        value = self._body.get(key) or []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.refuse(key, "", Reason.BAD_VALUE)
            return []
        return [
            MessageRow(self.number, one, keys=keys, prefix=f"{self._prefix}{key}[{place}].")
            for place, one in enumerate(value, start=1)
        ]


def _is_plain(value: object) -> TypeGuard[Cell]:
    return value is None or isinstance(value, (str, int, float))
