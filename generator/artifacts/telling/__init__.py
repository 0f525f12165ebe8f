"""Sentences, charts and flags made from values already composed for one audience.

Nothing here sees the analysed account: what a reader may not see is not there to be told.
"""
