"""Charts of a forecast: declared with Altair, drawn to SVG on the spot, the same in a page, a PDF and a notebook."""
