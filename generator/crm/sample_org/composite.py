"""``/composite``: several requests in one call, later ones using what earlier ones gave."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from .refusal import Refusal, unsupported
from .wire import Request, Response, request

Json = dict[str, Any]
MAX_SUBREQUESTS, MAX_QUERIES = 25, 5
_QUERY = re.compile(
    r"/services/data/v[\d.]+/(query|queryAll|composite/sobjects)(/|\Z)", re.IGNORECASE
)
_DATA = re.compile(r"/services/data/v[\d.]+/")
_REFERENCE = re.compile(r"@\{(\w+)((?:\.\w+|\[\d+\])*)\}")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_ROLLED_BACK = (
    "The transaction was rolled back since another operation in the same transaction failed."
)


def composite(body: bytes, answer: Callable[[Request], Response]) -> Response:
    """The composite response: ``answer`` is asked once per subrequest, in their order."""
    asked = _read(body)
    subrequests = asked.get("compositeRequest")
    if not isinstance(subrequests, list) or not subrequests:
        raise _malformed("Missing required field: compositeRequest")
    refusal = _over_limit(subrequests)
    if refusal is not None:
        return Response(200, {"compositeResponse": [_entry(refusal, None)]}, rule=refusal.rule)
    results: dict[str, Response] = {}
    for subrequest in subrequests:
        reference = _reference(subrequest, results)
        results[reference] = _result(subrequest, results, answer)
    rule = next((result.rule for result in results.values() if result.rule), "")
    if asked.get("allOrNone") and not all(result.ok for result in results.values()):
        rule = "composite-all-or-none"
        results = _halted(results)
    entries = [_entry(result, reference) for reference, result in results.items()]
    return Response(200, {"compositeResponse": entries}, rule=rule)


def _read(body: bytes) -> Json:
    try:
        asked = json.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise _malformed("The HTTP entity body is required, and must be a JSON object")
    return asked


def _over_limit(subrequests: list[Any]) -> Response | None:
    count = len(subrequests)
    if count > MAX_SUBREQUESTS:
        message = f"The request can’t contain more than {MAX_SUBREQUESTS} operations."
        return _failed("LIMIT_EXCEEDED", message, "composite-25")
    urls = [str(sub.get("url", "")) for sub in subrequests if isinstance(sub, dict)]
    if sum(bool(_QUERY.match(urlsplit(url).path)) for url in urls) > MAX_QUERIES:
        message = f"The request can’t contain more than {MAX_QUERIES} query operations."
        return _failed("LIMIT_EXCEEDED", message, "composite-queries")
    return None


def _reference(subrequest: Any, results: Mapping[str, Response]) -> str:
    if not isinstance(subrequest, dict):
        raise _malformed("A subrequest is a JSON object")
    reference = str(subrequest.get("referenceId") or "")
    if not re.fullmatch(r"[A-Za-z0-9]\w*", reference):
        raise _malformed(
            f"Provided referenceId ('{reference}') is not valid", "composite-reference"
        )
    if reference in results:
        message = f"Provided referenceId ('{reference}') has to be unique"
        raise _malformed(message, "composite-reference")
    return reference


def _result(
    subrequest: Json, results: Mapping[str, Response], answer: Callable[[Request], Response]
) -> Response:
    url = str(subrequest.get("url", ""))
    if not _DATA.match(url):
        return _failed("INVALID_INPUT", f"Invalid subrequest url: {url}", "not-found", 404)
    if re.match(r"/services/data/v[\d.]+/composite(/|\Z)", urlsplit(url).path):
        refusal = unsupported("a composite resource in a composite request")
        return Response(refusal.status, refusal.body)
    if re.match(r"/services/data/v[\d.]+/jobs(/|\Z)", urlsplit(url).path):
        message = f"The resource of the subrequest is not supported: {url}"
        return _failed("INVALID_INPUT", message, "composite-resources")
    for found in _REFERENCE.finditer(url):
        value = _value(results.get(found[1]), found[2])
        if value is None:
            message = (
                f"Invalid reference specified. No value for {found[1]}{found[2]} found in "
                f"{found[1]}"
            )
            return _failed("PROCESSING_HALTED", message, "composite-reference")
        url = url.replace(found[0], str(value))
    headers = subrequest.get("httpHeaders") or {}
    return answer(request(str(subrequest.get("method", "GET")).upper(), url, headers))


def _value(result: Response | None, path: str) -> Any:
    """The value at ``.records[0].Id`` in an earlier result, None where there is none."""
    value = result.body if result is not None and result.ok else None
    for name, index in _STEP.findall(path):
        if name:
            value = value.get(name) if isinstance(value, dict) else None
        else:
            inside = isinstance(value, list) and int(index) < len(value)
            value = value[int(index)] if inside and isinstance(value, list) else None
    return value if isinstance(value, str | int | float) else None


def _halted(results: Mapping[str, Response]) -> dict[str, Response]:
    halted = _failed("PROCESSING_HALTED", _ROLLED_BACK, "composite-all-or-none")
    return {name: halted if result.ok else result for name, result in results.items()}


def _entry(result: Response, reference: str | None) -> Json:
    return {
        "body": result.body,
        "httpHeaders": dict(result.headers),
        "httpStatusCode": result.status,
        "referenceId": reference,
    }


def _failed(code: str, message: str, rule: str, status: int = 400) -> Response:
    return Response(status, [{"errorCode": code, "message": message}], rule=rule)


def _malformed(message: str, rule: str = "") -> Refusal:
    return Refusal("JSON_PARSER_ERROR" if not rule else "INVALID_INPUT", message, rule=rule)
