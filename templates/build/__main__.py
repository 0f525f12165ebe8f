"""``python -m templates.build``: writes the default templates beside this folder."""

from __future__ import annotations

from pathlib import Path

from templates.build import (
    accounts,
    audit,
    calendar,
    deck,
    exceptions,
    lost,
    packet,
    plan,
    review,
    topx,
    workbook,
)

TARGETS = {
    "account-plan.docx": plan.build,
    "whitespace.xlsx": workbook.build,
    "accounts.xlsx": accounts.build,
    "exceptions.xlsx": exceptions.build,
    "calendar.xlsx": calendar.build,
    "audit.xlsx": audit.build,
    "qbr.pptx": deck.quarterly,
    "review.pptx": review.review,
    "ebr.pptx": deck.executive,
    "topx.xlsx": topx.build,
    "packet.docx": packet.build,
    "lost.docx": lost.build,
}


def main() -> None:
    folder = Path(__file__).resolve().parent.parent
    for name, build in TARGETS.items():
        (folder / name).write_bytes(build())


if __name__ == "__main__":
    main()
