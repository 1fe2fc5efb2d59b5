"""How statements are held against published figures where one figure is not enough.

Each function takes the paper's tables ``T`` and the published figures ``W``; see
:func:`recomputed.ledger.outside.held_against`.
"""
