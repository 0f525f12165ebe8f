"""HTML and markdown, read into blocks of spans."""

from __future__ import annotations

import pickle

import pytest

from generator.richtext import Rich, TooLong
from generator.richtext.hypertext import MAX_HTML, read_html
from generator.richtext.markdown import MAX_MARKDOWN, read_markdown
from generator.richtext.model import MAX_LINKS, MAX_PIECES

MARKS = (("bold", "b"), ("italic", "i"), ("underline", "u"), ("strike", "s"))


def told(rich: Rich) -> list[str]:
    """Each block on a line: its place in a list, and its spans as ``bu[text]``."""
    lines = []
    for block in rich.blocks:
        item = block.item
        head = (
            f"{item.list}/{item.level}{'#' if item.ordered else '*'}{item.number} " if item else ""
        )
        lines.append(head + "".join([_shown(span) for span in block.spans]))
    return lines


def _shown(span: object) -> str:
    look = span.look  # type: ignore[attr-defined]
    marks = "".join([sign for name, sign in MARKS if getattr(look, name)])
    marks += {"super": "^", "sub": "_", "": ""}[look.position] + (
        f"<{look.link}>" if look.link else ""
    )
    return f"{marks}[{span.text}]" if marks else span.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<p>One <b>two <em>three</em></b></p><p>Four</p>", ["One b[two ]bi[three]", "Four"]),
        ("<u>u</u><s>s</s>H<sub>2</sub>O x<sup>3</sup>", ["u[u]s[s]H_[2]O x^[3]"]),
        ("<p>  a\n  b </p>\n<p>&nbsp;</p><p>c<br>d<br></p>", ["a b", "", "c\nd"]),
        ("<p></p><p><br></p><p>a</p><p><br></p>", ["a"]),
        ("<h2>Head</h2>text", ["b[Head]", "text"]),
        ('<a href=" https://x.example/?a=1&amp;b=2 ">l</a>', ["<https://x.example/?a=1&b=2>[l]"]),
        ('<a name="x">no link</a>', ["no link"]),
        ("R&D <x> 1 < 2 &lt;b&gt; &amp;nbsp;", ["R&D 1 < 2 <b> &nbsp;"]),
        ("<pre>a\n  b</pre>c", ["a\n  b", "c"]),
        (
            '<p>See <img alt="the plan" src="/servlet/rtaImage?eid=1"> here</p>',
            ["See the plan here"],
        ),
        (
            "<table><tr><th>A<th>B</tr><tr><td><p>1</p></td><td>2<br>3</td></tr></table>x",
            ["b[A] | b[B]", "1 | 2\n3", "x"],
        ),
        (
            '<i style="font-weight:700;font-style:normal">a</i><b style="font-weight:normal">b</b>',
            ["b[a]b"],
        ),
        ("<div>a<div>b</div>c</div><blockquote>d</blockquote>", ["a", "b", "c", "d"]),
    ],
)
def test_html_becomes_blocks_of_spans(html: str, blocks: list[str]) -> None:
    assert told(read_html(html)) == blocks


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", ["0/0*1 a", "1/1*1 b", "0/0*2 c"]),
        (
            '<ol><li>a<li class="ql-indent-1">b</li><li>c</li></ol><ol start="4"><li>d</li></ol>',
            ["0/0#1 a", "1/1#1 b", "0/0#2 c", "2/0#4 d"],
        ),
        (
            '<ol><li data-list="bullet">a</li><li data-list="ordered">b</li></ol>',
            ["0/0*1 a", "1/0#1 b"],
        ),
        ("<ul><li><p>a</p><p>b</p></li><li></li></ul>", ["0/0*1 a\nb", "0/0*2 "]),
        ("<li>alone", ["0/0*1 alone"]),
    ],
)
def test_lists_of_old_and_new_editors_keep_level_and_number(html: str, blocks: list[str]) -> None:
    assert told(read_html(html)) == blocks


def test_the_plain_form_has_a_line_for_each_block_and_marks_for_items() -> None:
    rich = read_html("<p>Do:</p><ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>")

    assert rich == "Do:\n1. a\n  • b\n2. c"


def test_what_runs_or_hides_is_no_text() -> None:
    html = (
        "<script>alert(1)</script><style>p{}</style><!-- c --><![CDATA[d]]><?php e ?>"
        '<!DOCTYPE x [<!ENTITY y "z">]><p onload="f()">shown &y;</p><template>t</template>'
    )

    assert read_html(html).endswith("shown &y;")
    assert "alert" not in read_html(html)
    assert "t</template>" not in read_html(html)


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * 10_000 + "deep" + "</i>" * 10_000,
        "<ul><li>" * 10_000 + "deep",
        "<table><tr><td>" * 5_000 + "deep",
        "<a " * 40_000 + ">deep",
        "<![x[" * 25_000 + ">deep",
        f'<p title="{"x" * 130_000}">deep',
    ],
)
def test_html_of_any_depth_is_read_without_losing_its_text(html: str) -> None:
    assert read_html(html).strip(" •") == "deep"


def test_what_office_cannot_hold_stands_after_the_plain_form_and_in_no_block() -> None:
    rich = read_html("<b>a\x00\x1b</b>b\ud800")

    assert told(rich) == ["b[a]b"]
    assert rich == "ab\x00\x1b\ud800"
    assert pickle.loads(pickle.dumps(rich)).blocks == rich.blocks


@pytest.mark.parametrize("html", ["<b>x</b>y" * MAX_PIECES, '<a href="u">x</a>y' * (MAX_LINKS + 1)])
def test_text_of_too_many_pieces_loses_its_formatting_and_says_so(html: str) -> None:
    rich = read_html(html)

    assert rich.note.endswith("printed without formatting")
    assert told(rich) == ["xy" * html.count("x")]


@pytest.mark.parametrize(("read", "limit"), [(read_html, MAX_HTML), (read_markdown, MAX_MARKDOWN)])
def test_a_text_over_the_limit_is_refused(read: object, limit: int) -> None:
    with pytest.raises(TooLong, match=f"longer than {limit:,}"):
        read("x" * (limit + 1))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One **two *three*** ~~four~~ `R&D <x>`", ["One b[two ]bi[three] s[four] R&D <x>"]),
        ("a\nb  \nc\n\nd", ["a b\nc", "d"]),
        ("# Head\n> quote\n\n```\nx\n  y\n```", ["b[Head]", "quote", "x\n  y"]),
        ("- a\n  1. b\n- c\n\n  d", ["0/0*1 a", "1/1#1 b", "0/0*2 c\nd"]),
        ("7. a\n8. b", ["0/0#7 a", "0/0#8 b"]),
        ("|A|B|\n|-|-|\n|1|*2*|", ["b[A] | b[B]", "1 | i[2]"]),
        ("[l](javascript:x) <https://x.example> ![alt](p.png)", [
            "<javascript:x>[l] <https://x.example>[https://x.example] alt"]),
        ("R&D <x> <b>1</b> {{ 7*7 }} a\\*b &copy;", ["R&D <x> <b>1</b> {{ 7*7 }} a*b ©"]),
    ],
)  # fmt: skip
def test_markdown_becomes_blocks_of_spans(text: str, blocks: list[str]) -> None:
    assert told(read_markdown(text)) == blocks


def test_markdown_too_deep_to_read_stands_as_it_is() -> None:
    text = ">" * 200 + " deep\n\nnext"
    rich = read_markdown(text)

    assert rich == text
    assert "as it stands" in rich.note


def test_markdown_full_of_brackets_stands_as_it_is() -> None:
    text = "![" * 60_000
    rich = read_markdown(text)
    assert str(rich) == text
    assert "5,000 opening brackets" in rich.note
