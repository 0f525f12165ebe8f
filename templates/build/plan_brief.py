"""The one-page brief of an account that has no plan of its own (METHOD.md row 4)."""

from __future__ import annotations

from docx.document import Document as DocxDocument

from templates.build.plan_words import Column, Listing, listed, para, section, when

_PRODUCTS = Listing(
    "p",
    "usage.products_shown",
    (
        Column("Product owned", "{{ p.name }}", 4.0),
        Column("Family", "{{ p.family }}", 3.0),
        Column("Quantity", '{{ p.quantity | default("–") }}', 1.4, number=True),
        Column("First term ends", '{{ p.until | default("–") }}', 2.2),
    ),
    empty="{{ empty.products }}",
    more='usage.products_more | default("")',
)

_CONTACTS = Listing(
    "c",
    "relationships.key_people_shown",
    (
        Column("Contact", "[[Strong|{{ c.name }}]]", 2.4),
        Column("Title", '{{ c.title | default("not recorded") }}', 3.6),
        Column("Role", '{{ c.role_label | default("not known") }}', 2.2),
        Column("Last touch", '{{ c.last_touch | default("none recorded") }}', 2.0),
    ),
    empty="{{ empty.contacts }}",
    more='relationships.key_people_more | default("")',
)

_DEALS = Listing(
    "d",
    "open.deals_shown",
    (
        Column("Open deal", "{{ d.name }}", 3.6),
        Column("Stage", '{{ d.stage | default("–") }}', 1.8),
        Column("Amount", '{{ d.amount | default("–") }}', 1.4, number=True),
        Column("Owner", '{{ d.owner | default("no owner") }}', 1.8),
        Column("Close date", "{{ d.close_date }}", 1.6),
    ),
    empty="No deal is open.",
    more='open.deals_more | default("")',
)


def brief(document: DocxDocument) -> None:
    with section(document, "brief", "How this account is run", concludes=False):
        when(document, "focus.run_by", "{{ focus.run_by }}")
        for listing in (_PRODUCTS, _CONTACTS, _DEALS):
            listed(document, listing)
            para(document, "", "Gap")
