"""The internal account review: a working session in four parts, of which each asks for a decision.

Like all telling, it reads nothing but the values already composed; here they are all internal.
"""
