"""A second opinion on every figure: the planning method recomputed in SQL over the raw records.

Nothing here imports the product, and whoever wrote it had read the method, the contract and the
decisions, not the analysis. Where ``show --json`` and this differ, one of them is wrong.
"""
