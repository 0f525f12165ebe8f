"""What is known of an account: frozen values and nothing else.

The model imports no other room. It has no Salesforce names, no clock and no opinion: what a value
means is the business of ``analysis``.
"""
