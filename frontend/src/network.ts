// The network on screen: the server's positions, and the ties the page's filters leave; every tie stands in the table too.
import cytoscape from "cytoscape";

interface Drawn {
  nodes: { id: string; label: string; x: number; y: number; w: number; h: number; colour: string; ink: string; href: string; shape: string }[];
  ties: { source: string; target: string; colour: string; dash: string; mutual: boolean; width: number }[];
}

const place = document.getElementById("graph");
const data = document.getElementById("graph-data");
if (place && data) {
  // Cytoscape would add a style element, which our policy forbids; it does not where one with this id stands. Our sheet holds its rule.
  const held = document.createElement("meta");
  held.id = "__________cytoscape_stylesheet";
  document.head.append(held);
  const drawn = JSON.parse(data.textContent ?? "{}") as Drawn;
  place.hidden = false;
  document.getElementById("graph-picture")?.setAttribute("hidden", "");
  const graph = cytoscape({
    container: place,
    elements: [
      ...drawn.nodes.map((n) => ({ data: { ...n }, position: { x: n.x, y: n.y } })),
      ...drawn.ties.map((t, i) => ({ data: { id: `t${i}`, ...t } })),
    ],
    layout: { name: "preset", fit: true, padding: 16 },
    minZoom: 0.3,
    maxZoom: 4,
    style: [
      {
        selector: "node",
        style: {
          label: "data(label)", width: "data(w)", height: "data(h)", shape: "round-rectangle", "background-color": "data(colour)",
          "border-color": "data(ink)", "border-width": 1, color: "#16212b", "font-size": 7.2, "text-valign": "center",
          "font-family": "Source Sans Pro, system-ui, sans-serif",
        },
      },
      {
        selector: "edge",
        style: {
          width: "data(width)", "line-color": "data(colour)", "target-arrow-color": "data(colour)", "target-arrow-shape": "triangle",
          "curve-style": "bezier", "arrow-scale": 0.6,
        },
      },
      { selector: "edge[?mutual]", style: { "target-arrow-shape": "none" } },
      { selector: "edge[dash = 'dashed']", style: { "line-style": "dashed" } },
      { selector: "edge[dash = 'dotted']", style: { "line-style": "dotted" } },
      { selector: ".away", style: { opacity: 0.12 } },
      { selector: "node.near", style: { "border-width": 2.5 } },
    ],
  });
  graph.on("tap", "node", (event) => {
    const node = event.target;
    const near = node.closedNeighborhood();
    graph.elements().addClass("away").removeClass("near");
    near.removeClass("away");
    node.addClass("near");
    const link = document.getElementById("graph-chosen") as HTMLAnchorElement | null;
    if (link) {
      link.href = node.data("href");
      link.textContent = node.data("label");
      link.hidden = false;
    }
  });
  graph.on("tap", (event) => {
    if (event.target === graph) graph.elements().removeClass("away near");
  });
}
