"""The sample org: Salesforce's REST API on loopback over records that lie in a folder.

It knows what Salesforce refuses (``rules``) and refuses, under a code of its own, whatever it does
not support, so that it never answers wrongly.
"""

from __future__ import annotations

from .data import (
    OrgData,
    changed_records,
    load,
    with_records,
    without_currencies,
    without_fields,
    without_objects,
)
from .options import Options, SignIn
from .server import Call, SampleServer
from .wire import Asked, Manner, Response

__all__ = [
    "Asked",
    "Call",
    "Manner",
    "Options",
    "OrgData",
    "Response",
    "SampleServer",
    "SignIn",
    "changed_records",
    "load",
    "with_records",
    "without_currencies",
    "without_fields",
    "without_objects",
]
