"""The storage room: tables, migrations and one module per aggregate.

Only this package knows SQL. Callers open a :class:`bot.store.engine.Store`, take a
transaction from it and hand that to the functions of the aggregate modules.
"""
