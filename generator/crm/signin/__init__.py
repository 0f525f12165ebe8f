"""Signing in: one module for each way, each of which gives a Grant (an address and a token).

::

    environment      which way the SF_... variables name
    server_grants    client credentials and JWT bearer, for runs without a person
    browser          a person signs in once, in a browser; callback listens for the answer
    stored           the sign-in that browser left in the system's keyring (keys)
    salesforce_cli   the login that the Salesforce CLI holds
    soap             user name and password, as long as Salesforce takes them

``ways`` says what they have in common, ``token_endpoint`` speaks OAuth 2.0 over HTTP (oauthlib
makes and reads the messages), ``refusals`` puts Salesforce's reasons into words. No message of an
error holds a secret, nor what a server said beyond its error code.
"""
