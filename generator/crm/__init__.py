"""The only room that knows Salesforce: sign-in, what the org offers, queries and conversion.

``connect.open_session`` -> ``accounts.find`` -> ``reader.read_accounts`` -> frozen Snapshots.
"""
