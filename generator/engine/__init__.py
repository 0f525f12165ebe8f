"""Templates and plain values in, Office files out.

``compile_template`` reads a Word, PowerPoint or Excel file once; ``Template.render`` fills it with
plain data as often as wanted. ``check_template`` lists all faults without rendering.
"""

from generator.engine.blocks.including import includes_of
from generator.engine.names import Names
from generator.engine.template import Rendered, Template, check_template, compile_template

__all__ = ["Names", "Rendered", "Template", "check_template", "compile_template", "includes_of"]
