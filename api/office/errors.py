"""What the office's routes refuse beyond what the office itself does."""

from __future__ import annotations

from office.errors import OfficeRefused


class NoOffice(OfficeRefused):
    """No ledger is configured."""

    def __init__(self) -> None:
        super().__init__(
            "本服务未设协调台账（设置SHUIGUAN_OFFICE_URL）",
            "no ledger is configured (set SHUIGUAN_OFFICE_URL)",
        )
