"""Standard objects as every org has them: enough to ask the first questions with the describes.

What is asked on these assumptions is only used where the describes, which come in the same answer,
lead to the very same statement (``opening``).
"""

from __future__ import annotations

from typing import Final

from generator.crm.binding import MODIFIED, Bound, bind
from generator.crm.capabilities import FieldInfo, ObjectInfo
from generator.crm.mapping import Mapping

_TEXT, _YES_NO, _DAY, _NUMBER = "string", "boolean", "date", "double"
_MODIFIED: Final = FieldInfo(MODIFIED, "datetime")
"""When it was last changed: periods do not say. Source: Salesforce's field reference."""


def _object(name: str, *fields: FieldInfo) -> ObjectInfo:
    own = (FieldInfo("Id", "id"), *fields)
    return ObjectInfo(name, name, True, {field.name.lower(): field for field in own})


def _lookup(name: str, relationship: str, target: str) -> FieldInfo:
    return FieldInfo(name, "reference", relationship=relationship, refers_to=(target,))


STANDARD: Final = {
    info.name: info
    for info in (
        _object(
            "Account",
            FieldInfo("Name", _TEXT),
            _lookup("ParentId", "Parent", "Account"),
            _lookup("OwnerId", "Owner", "User"),
            _MODIFIED,
        ),
        _object(
            "Organization",
            FieldInfo("Name", _TEXT),
            FieldInfo("FiscalYearStartMonth", "int"),
            FieldInfo("UsesStartDateAsFiscalYearName", _YES_NO),
            FieldInfo("IsSandbox", _YES_NO),
            FieldInfo("DefaultLocaleSidKey", _TEXT),
            FieldInfo("TimeZoneSidKey", _TEXT),
            _MODIFIED,
        ),
        _object(
            "Period",
            FieldInfo("Type", "picklist"),
            FieldInfo("StartDate", _DAY),
            FieldInfo("EndDate", _DAY),
            FieldInfo("Number", "int"),
            FieldInfo("FullyQualifiedLabel", _TEXT),
            _lookup("FiscalYearSettingsId", "FiscalYearSettings", "FiscalYearSettings"),
        ),
        _object(
            "Product2",
            FieldInfo("Name", _TEXT),
            FieldInfo("Family", _TEXT),
            FieldInfo("ProductCode", _TEXT),
            FieldInfo("IsActive", _YES_NO),
            _MODIFIED,
        ),
        _object(
            "CurrencyType",
            FieldInfo("IsoCode", _TEXT),
            FieldInfo("ConversionRate", _NUMBER),
            FieldInfo("IsCorporate", _YES_NO),
            _MODIFIED,
        ),
        _object(
            "DatedConversionRate",
            FieldInfo("IsoCode", _TEXT),
            FieldInfo("ConversionRate", _NUMBER),
            FieldInfo("StartDate", _DAY),
            FieldInfo("NextStartDate", _DAY),
            _MODIFIED,
        ),
    )
}


def assumed(mapping: Mapping, kind: str) -> Bound | None:
    """``kind`` as an org would hold it that has the standard fields and no others."""
    objects = mapping[kind].objects
    return bind(mapping[kind], STANDARD) if objects and objects[0] in STANDARD else None
