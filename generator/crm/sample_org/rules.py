"""Every rule of Salesforce that the sample org enforces, in one table, with its source.

A refusal names its rule by key, so that a test can prove each of them in force. ``confirmed``
says whether the source was read and states the rule; where it is False the rule and its wording
are general knowledge of the platform, and the address is the page that covers the subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_SOQL = "https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/"
_REST = "https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/"
_CHEAT = (
    "https://developer.salesforce.com/docs/atlas.en-us.salesforce_app_limits_cheatsheet.meta/"
    "salesforce_app_limits_cheatsheet/"
)
_COMPOSITE = (
    "https://developer.salesforce.com/docs/platform/api-rest/guide/"
    "resources-composite-composite-post.html"
)
_BULK = "https://developer.salesforce.com/docs/atlas.en-us.264.0.api_asynch.meta/api_asynch/"
_BULK_OLDER = "https://developer.salesforce.com/docs/atlas.en-us.254.0.api_asynch.meta/api_asynch/"
_BULK_CREATE = _BULK + "query_create_job.htm"
_BULK_RESULTS = _BULK_OLDER + "query_get_job_results.htm"
_GROUPING = _SOQL + "sforce_api_calls_soql_select_group_by_considerations.htm"
_JOINS = _SOQL + "sforce_api_calls_soql_select_comparisonoperators.htm"
_RELATIONS = _SOQL + "sforce_api_calls_soql_relationships_query_limits.htm"
_FIELDS = _SOQL + "sforce_api_calls_soql_select_fields.htm"
_WHERE = _SOQL + "sforce_api_calls_soql_select_conditionexpression.htm"
_COUNT = _SOQL + "sforce_api_calls_soql_select_count.htm"
_HELP = "https://help.salesforce.com/s/articleView"
_WEB_FLOW = _HELP + "?id=sf.remoteaccess_oauth_web_server_flow.htm&type=5"
_CODES = _REST + "errorcodes.htm"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its key, what it demands, the page that says so, and whether that was read."""

    key: str
    demands: str
    source: str
    confirmed: bool = True


_TABLE = (
    # Signing in and the HTTP surface.
    Rule("session", "a data call carries a valid access token, else 401", _CODES),
    Rule(
        "grant",
        "the token endpoint knows the app; the user name and password flow is blocked",
        _HELP + "?id=release-notes.rn_security_username-password_flow_blocked_by_default.htm"
        "&release=244&type=5",
    ),
    Rule(
        "authorize",
        "authorization asks for a code, with known scopes and an S256 challenge",
        _HELP + "?id=xcloud.remoteaccess_oauth_flow_errors.htm&type=5",
        False,
    ),
    Rule("callback", "the callback address is the app's, letter by letter", _WEB_FLOW, False),
    Rule("code", "an authorization code is used once, by the app it was given to", _WEB_FLOW),
    Rule(
        "pkce",
        "the code verifier is the one whose challenge came with the authorization",
        _HELP + "?id=sf.remoteaccess_pkce.htm&type=5",
        False,
    ),
    Rule(
        "refresh-token",
        "a refresh token is in force: not revoked, not replaced by a newer one",
        _HELP + "?id=sf.remoteaccess_oauth_refresh_token_flow.htm&type=5",
        False,
    ),
    Rule(
        "assertion",
        "an assertion is signed with the app's certificate, for this sign-in and an approved user, "
        "and ends within minutes",
        _HELP + "?id=sf.remoteaccess_oauth_jwt_flow.htm&type=5",
        False,
    ),
    Rule(
        "revoke",
        "only a token that is in force is revoked, with all it had opened",
        "https://developer.salesforce.com/docs/platform/mobile-sdk/guide/"
        "oauth-revoking-tokens.html",
    ),
    Rule("soap-version", "SOAP login() is absent from 65.0 on", _HELP + "?id=005132110&type=1"),
    Rule(
        "soap-login",
        "SOAP login() wants the user's name, and the password with the security token behind it",
        "https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_calls_login.htm",
        False,
    ),
    Rule("uri-length", "a URI has at most 16,384 bytes, else 414", _CODES),
    Rule("header-length", "URI and headers have at most 16,384 bytes together, else 431", _CODES),
    Rule("api-limit", "over the daily limit a call answers 403 REQUEST_LIMIT_EXCEEDED", _CODES),
    Rule("not-found", "an unknown resource, version, object or record answers 404", _CODES),
    # Composite.
    Rule("composite-25", "a composite request holds at most 25 subrequests", _COMPOSITE),
    Rule(
        "composite-queries",
        "at most 5 subrequests of a composite request are queries or collections",
        _REST + "resources_composite_composite.htm",
    ),
    Rule("composite-reference", "a reference id names an earlier subrequest", _COMPOSITE, False),
    Rule(
        "composite-all-or-none",
        "with allOrNone one failed subrequest halts all others",
        "https://developer.salesforce.com/docs/platform/api-rest/guide/"
        "resources-composite-allornone.md",
    ),
    Rule(
        "composite-resources",
        "a composite request holds queries and records, no bulk jobs",
        _REST + "resources_composite_composite.htm",
        False,
    ),
    # Pages.
    Rule(
        "batch-size",
        "batchSize is 200 to 2,000, default 2,000; child records count",
        _REST + "headers_queryoptions.htm",
    ),
    Rule(
        "long-text-batch",
        "a query of two or more custom long text fields gives at most 200 records a page",
        _SOQL + "sforce_api_calls_soql_changing_batch_size.htm",
    ),
    Rule("locator", "a page is read by a locator that the server still holds", _CODES, False),
    # Statements.
    Rule(
        "soql-length",
        "a statement has at most 100,000 characters",
        _CHEAT + "salesforce_app_limits_platform_soslsoql.htm",
    ),
    Rule("string-length", "a string in a WHERE clause has at most 4,000 characters", _WHERE),
    Rule(
        "syntax", "a statement follows SOQL's grammar", _SOQL + "sforce_api_calls_soql_select.htm"
    ),
    Rule("and-or", "AND and OR are mixed only with parentheses", _WHERE),
    Rule(
        "escapes",
        "a backslash stands only before the characters that may be escaped",
        _SOQL + "sforce_api_calls_soql_select_quotedstringescapes.htm",
    ),
    Rule(
        "bind",
        "bind variables are for Apex only",
        _SOQL + "sforce_api_calls_soql_select.htm",
        False,
    ),
    Rule("entity", "FROM names an object that is enabled and readable", _CODES, False),
    Rule("column", "a field exists on its object and is readable", _CODES, False),
    Rule(
        "relationship",
        "a relationship exists under the name that is used",
        _SOQL + "sforce_api_calls_soql_relationships_understanding.htm",
        False,
    ),
    Rule("parents-55", "at most 55 child-to-parent relationships in a statement", _RELATIONS),
    Rule("levels-5", "a child-to-parent path has at most five levels", _RELATIONS),
    Rule("children-20", "at most 20 parent-to-child relationships in a statement", _RELATIONS),
    Rule("children-levels", "parent-to-child subqueries nest at most five levels", _RELATIONS),
    Rule(
        "polymorphic",
        "through a polymorphic lookup only the fields of Name are read",
        "https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/"
        "object_reference/sforce_api_objects_name.htm",
    ),
    Rule("duplicate", "a field is selected once", _FIELDS),
    Rule("fields-limit", "FIELDS(ALL) and FIELDS(CUSTOM) need LIMIT 200 or less", _FIELDS),
    # Filters and order.
    Rule("filterable", "long text and other unfilterable fields stand in no WHERE clause", _WHERE),
    Rule(
        "sortable",
        "long text and other unsortable fields stand in no ORDER BY",
        _SOQL + "sforce_api_calls_soql_select_orderby.htm",
    ),
    Rule(
        "value-type",
        "a filter's value is of the field's type",
        _SOQL + "sforce_api_calls_soql_select_fieldexpression.htm",
    ),
    Rule("operator-type", "LIKE is for text, INCLUDES and EXCLUDES for multi-select", _JOINS),
    Rule("id-value", "an id in a filter has 15 or 18 characters and a right suffix", _CODES, False),
    Rule(
        "offset-2000", "OFFSET is at most 2,000", _SOQL + "sforce_api_calls_soql_select_offset.htm"
    ),
    Rule(
        "offset-subquery",
        "OFFSET stands in no subquery",
        _SOQL + "sforce_api_calls_soql_select_offset.htm",
    ),
    # Semi-joins and anti-joins.
    Rule("semi-two", "a WHERE clause holds at most two semi-joins or anti-joins", _JOINS),
    Rule("semi-nested", "a semi-join holds no semi-join", _JOINS, False),
    Rule("semi-or", "a semi-join stands in no OR", _JOINS, False),
    Rule("semi-not", "a semi-join stands in no NOT", _JOINS),
    Rule(
        "semi-id",
        "a semi-join compares id or reference fields, without a relationship path",
        _JOINS,
    ),
    Rule("semi-one-field", "the inner select of a semi-join has one field", _JOINS),
    Rule("semi-target", "both sides of a semi-join point to one object", _JOINS, False),
    Rule(
        "semi-self",
        "the inner and outer select of a semi-join are on different objects",
        _JOINS,
        False,
    ),
    Rule(
        "semi-plain",
        "the inner select of a semi-join has no aggregate, ORDER BY or LIMIT",
        _JOINS,
        False,
    ),
    Rule(
        "semi-entity", "activities, notes and attachments stand in no inner select", _JOINS, False
    ),
    # Aggregates.
    Rule("grouped", "a field beside an aggregate is grouped", _GROUPING, False),
    Rule("groupable", "a field that is grouped supports grouping", _GROUPING),
    Rule(
        "aggregate-type",
        "an aggregate is used on a field type that supports it",
        _SOQL + "sforce_api_calls_soql_select_agg_functions_field_types.htm",
        False,
    ),
    Rule("aggregate-limit", "LIMIT beside an aggregate needs GROUP BY", _GROUPING),
    Rule("aggregate-pages", "an aggregate result of more than one page is refused", _GROUPING),
    Rule(
        "aggregate-child",
        "a parent-to-child subquery has no aggregate",
        _SOQL + "sforce_api_calls_soql_select_agg_functions.htm",
        False,
    ),
    Rule("count-alone", "COUNT() stands alone, without GROUP BY and ORDER BY", _COUNT, False),
    # Query jobs of the Bulk API 2.0.
    Rule(
        "bulk-request",
        "a query job has an operation, a query, and known values for its format",
        _BULK_CREATE,
    ),
    Rule("bulk-subquery", "a query job has no parent-to-child subquery", _BULK_CREATE),
    Rule("bulk-groups", "a query job has no aggregate and no GROUP BY", _BULK_CREATE),
    Rule("bulk-offset", "a query job has no OFFSET", _BULK_CREATE),
    Rule("bulk-typeof", "a query job has no TYPEOF", _BULK_CREATE),
    Rule("bulk-compound", "a query job selects no compound field and no FIELDS()", _BULK_CREATE),
    Rule(
        "bulk-entity",
        "some objects are not supported by the Bulk API",
        "https://help.salesforce.com/s/articleView?id=000383508&type=1",
        False,
    ),
    Rule(
        "bulk-quota",
        "at most 10,000 query jobs are made in 24 hours",
        "https://developer.salesforce.com/docs/atlas.en-us.238.0.api_asynch.meta/api_asynch/"
        "queries.htm",
    ),
    Rule(
        "bulk-abort", "a job that has ended cannot be aborted", _BULK + "query_abort_job.htm", False
    ),
    Rule("bulk-delete", "only a job that has ended is deleted", _BULK + "query_delete_job.htm"),
    Rule(
        "bulk-results",
        "results are given for a job in the state JobComplete, else 204 without a body",
        "https://developer.salesforce.com/docs/atlas.en-us.226.0.api_bulk_v2.meta/api_bulk_v2/"
        "query_get_job_results.htm",
    ),
    Rule(
        "bulk-version", "results are read with the API version of the job, else 409", _BULK_RESULTS
    ),
    Rule("bulk-locator", "a set of results is read by a locator of that job", _BULK_RESULTS, False),
    Rule(
        "bulk-sets",
        "results come in sets of at most maxRecords; Sforce-Locator names the next one, null ends",
        _BULK_RESULTS,
    ),
    Rule(
        "bulk-csv", "results are CSV with a header of paths and every value quoted", _BULK_RESULTS
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType({rule.key: rule for rule in _TABLE})
