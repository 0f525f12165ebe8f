"""Functions of the analysed account behind declared names: choose, count, label; never judge."""
