"""SOAP login() of the partner API, for as long as Salesforce has it: not from version 65.0 on."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from .data import OrgData
from .identity import organization_id, user_id
from .options import SignIn
from .wire import Request, Response

LAST_VERSION = Decimal("64.0")
_PARTNER = "urn:partner.soap.sforce.com"
_SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
_XML = {"Content-Type": "text/xml;charset=UTF-8"}


def answer(request: Request, data: OrgData, sign_in: SignIn, url: str, token: str) -> Response:
    """``POST /services/Soap/u/VERSION`` with a login element, refused or granted."""
    version = re.fullmatch(r"/services/Soap/u/(\d{1,3}\.0)/?", request.path)
    if version is None or Decimal(version[1]) > LAST_VERSION:
        return _fault(
            "soapenv:Client",
            f"No operation available for request {{{_PARTNER}}}login, please check the WSDL for "
            "the service.",
            "soap-version",
        )
    if _given(request.body) != _wanted(sign_in):
        return _refusal(
            "INVALID_LOGIN", "Invalid username, password, security token; or user locked out."
        )
    home = f"{url}/services/Soap/u/{version[1]}/{organization_id(data)[:15]}"
    body = (
        f'<loginResponse xmlns="{_PARTNER}"><result><passwordExpired>false</passwordExpired>'
        f"<sandbox>false</sandbox><serverUrl>{escape(home)}</serverUrl>"
        f"<sessionId>{escape(token)}</sessionId><userId>{escape(user_id(data))}</userId>"
        "</result></loginResponse>"
    )
    return Response(200, _envelope(body), _XML)


def _given(body: bytes) -> tuple[str, str] | None:
    """User name and password of a login element; None where there is none."""
    try:
        login = ET.fromstring(body).find(f".//{{{_PARTNER}}}login")  # noqa: S314 - see the import
    except ET.ParseError:
        return None
    if login is None:
        return None
    name, password = (login.findtext(f"{{{_PARTNER}}}{tag}") for tag in ("username", "password"))
    return name or "", password or ""


def _wanted(sign_in: SignIn) -> tuple[str, str]:
    """The security token follows the password without a space (SOAP API guide, "login()")."""
    return sign_in.username, sign_in.password + sign_in.security_token


def _refusal(code: str, message: str) -> Response:
    detail = (
        f'<detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>{code}'
        f"</sf:exceptionCode><sf:exceptionMessage>{message}</sf:exceptionMessage>"
        "</sf:LoginFault></detail>"
    )
    return _fault(code, f"{code}: {message}", "soap-login", detail)


def _fault(code: str, text: str, rule: str, detail: str = "") -> Response:
    body = (
        f"<soapenv:Fault><faultcode>{code}</faultcode><faultstring>{text}</faultstring>"
        f"{detail}</soapenv:Fault>"
    )
    return Response(500, _envelope(body), _XML, rule=rule)


def _envelope(body: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="{_SOAP}" '
        'xmlns:sf="urn:fault.partner.soap.sforce.com" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    ).encode()
