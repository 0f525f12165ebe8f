"""Excel templates: the engine's language over sheets, rows, columns, cells and formulas."""

from .template import ExcelTemplate, compile_excel

__all__ = ["ExcelTemplate", "compile_excel"]
