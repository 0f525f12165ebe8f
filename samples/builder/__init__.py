"""Makes the sample org: one fictional vendor's CRM, in the shape of Salesforce's REST API.

What people would have typed stands in ``samples/source`` (TOML); what a CRM gathers by itself
(cases, activities, small deals) is generated here from a fixed seed. Nothing reads the clock.
"""
