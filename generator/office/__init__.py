"""Office files as files: packages, parts, relationships, charts, workbooks. Knows no tags.

``package`` opens a file behind a gate and writes one deterministically; ``charts`` refills a native
chart part; ``workbook`` writes the small workbook behind a chart.
"""
