"""Which calls are made again, how often, and after what pause; and that a call ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from generator.crm import faults
from generator.crm.faults import Busy, Garbled, NoAnswer, Origin, ServerFailed
from generator.crm.patience import Patience
from generator.crm.transport import Timeouts, Transport
from generator.errors import CrmError, LimitReached, ReadFailed, SignInFailed

ORIGIN = Origin("https://acme.my.salesforce.com", "SF_INSTANCE_URL", "SF_ACCESS_TOKEN")


class _Work:
    """Fails with each of ``found`` in turn, then gives "done"."""

    def __init__(self, *found: CrmError) -> None:
        self.left = list(found)
        self.calls = 0

    def __call__(self) -> str:
        self.calls += 1
        if self.left:
            raise self.left.pop(0)
        return "done"


def _patient(pauses: list[float], **settings: float) -> Patience:
    return Patience(sleep=pauses.append, **settings)  # type: ignore[arg-type]  # numbers only


@pytest.mark.parametrize(
    "make", [NoAnswer, ServerFailed, Busy, Garbled], ids=lambda kind: str(kind.__name__)
)
def test_a_fault_that_passes_is_waited_out(make: Callable[[str], CrmError]) -> None:
    pauses: list[float] = []
    work = _Work(make("one"), make("two"))
    assert _patient(pauses)(work) == "done"
    assert work.calls == 3
    assert len(pauses) == 2


@pytest.mark.parametrize("make", [ReadFailed, SignInFailed, LimitReached])
def test_a_refusal_is_not_asked_again(make: Callable[[str], CrmError]) -> None:
    pauses: list[float] = []
    work = _Work(make("no"))
    with pytest.raises(CrmError, match="no"):
        _patient(pauses)(work)
    assert (work.calls, pauses) == (1, [])


def test_what_would_only_hide_a_typing_error_is_not_asked_again() -> None:
    fault = NoAnswer("no such host")
    fault.is_lasting = True
    work = _Work(fault)
    with pytest.raises(NoAnswer):
        _patient([])(work)
    assert work.calls == 1


def test_it_gives_up_with_the_last_fault_after_so_many_tries() -> None:
    pauses: list[float] = []
    work = _Work(*(ServerFailed(str(number)) for number in range(20)))
    with pytest.raises(ServerFailed, match="5"):
        _patient(pauses)(work)
    assert (work.calls, len(pauses)) == (6, 5)


def test_pauses_grow_are_drawn_and_have_an_end() -> None:
    drawn: list[list[float]] = []
    for _ in range(60):
        pauses: list[float] = []
        with pytest.raises(ServerFailed):
            _patient(pauses, longest=4)(_Work(*(ServerFailed("x") for _ in range(6))))
        drawn.append(pauses)
    limits = (1, 2, 4, 4, 4)
    for turn, limit in enumerate(limits):
        column = [pauses[turn] for pauses in drawn]
        assert all(0 <= pause <= limit for pause in column)
        assert max(column) - min(column) > limit / 4, "all clients would come back at once"


def test_a_pause_that_is_asked_for_is_kept_and_one_that_is_too_long_ends_the_call() -> None:
    fault = Busy("later")
    fault.pause = 30.0
    pauses: list[float] = []
    assert _patient(pauses, longest=1)(_Work(fault)) == "done"
    assert pauses == [30.0]
    fault.pause = 3_600.0
    with pytest.raises(Busy):
        _patient(pauses)(_Work(fault))
    assert pauses == [30.0], "nobody waits an hour"


def test_the_days_limit_is_told_from_crowding() -> None:
    def of(message: str) -> CrmError | None:
        return faults.in_passing(403, (faults.Fault("REQUEST_LIMIT_EXCEEDED", message),), ORIGIN)

    day, crowd = of("TotalRequests Limit exceeded."), of("ConcurrentRequests Limit exceeded.")
    assert isinstance(crowd, Busy)
    assert day is not None
    assert not isinstance(day, Busy)
    assert not faults.is_passing(day)
    assert "Run the same command again" in str(day)


@pytest.mark.parametrize(
    ("text", "lasts"),
    [("EOF occurred in violation of protocol", False), ("CERTIFICATE_VERIFY_FAILED", True)],
)
def test_a_certificate_that_does_not_fit_is_told_from_a_connection_that_broke_off(
    text: str, lasts: bool
) -> None:
    fault = faults.unanswered(requests.exceptions.SSLError(text), ORIGIN)
    assert faults.is_passing(fault) is not lasts
    assert ("certificate" in str(fault)) is lasts
    assert not faults.is_passing(
        faults.unanswered(requests.exceptions.SSLError(text), ORIGIN, is_first=True)
    )


class _Dripping(BaseHTTPRequestHandler):
    """An answer of which a byte comes now and then, and never the last."""

    ended = threading.Event()

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        try:
            while not self.ended.wait(0.05):
                self.wfile.write(b" ")
                self.wfile.flush()
        except OSError:
            self.ended.set()

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002 - the base's name


def test_an_answer_that_never_ends_is_given_up_in_time() -> None:
    server = HTTPServer(("127.0.0.1", 0), _Dripping)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    site = f"http://127.0.0.1:{server.server_address[1]}"
    transport = Transport(Origin(site, "X", "Y"), Timeouts(read=30, whole=0.4))
    try:
        with pytest.raises(NoAnswer, match=r"not complete after 0\.4 seconds"):
            transport.get(f"{site}/services/data/")
        assert _Dripping.ended.wait(10), "the connection was left open"
    finally:
        transport.close()
        server.shutdown()
        server.server_close()
        thread.join()
