"""Network drawings in our own SVG, legible on an A4 page printed in grey: the label is the node, the sector has a
colour and a shape, the relation a colour and a dash, and no two labels overlap. Position carries no meaning.

Takes plain nodes and ties; measures, words and the alternative text belong to the caller.
"""

from filao.documents.graph.drawing import draw
from filao.documents.graph.model import LANDSCAPE, PORTRAIT, Drawing, Node, Panel, Texts, Tie
from filao.documents.graph.panels import FULL_PAGE, panels

__all__ = ["FULL_PAGE", "LANDSCAPE", "PORTRAIT", "Drawing", "Node", "Panel", "Texts", "Tie", "draw", "panels"]
