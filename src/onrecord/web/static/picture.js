// Copies a picture as PNG: the drawing with the looks that it has on the page, on a canvas. Nothing leaves the page.
"use strict";

const LOOKS = ["fill", "stroke", "stroke-width", "stroke-dasharray", "paint-order", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];
const SCALE = 2;

// A picture that stands alone has no style sheet: each element gets its looks as attributes.
function alone(drawing) {
  const copy = drawing.cloneNode(true);
  const from = drawing.querySelectorAll("*");
  const to = copy.querySelectorAll("*");
  from.forEach((element, at) => {
    // What is only defined takes the looks of where it is used.
    if (element.closest("defs")) return;
    const looks = getComputedStyle(element);
    for (const name of LOOKS) to[at].setAttribute(name, looks.getPropertyValue(name));
  });
  const [, , width, height] = drawing.getAttribute("viewBox").split(" ").map(Number);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

async function png(figure) {
  const drawing = figure.querySelector("svg");
  const { text, width, height } = alone(drawing);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  // What the picture shows goes with it: its caption stands below.
  const looks = getComputedStyle(figure);
  const pen = canvas.getContext("2d");
  const font = `13px ${looks.fontFamily}`;
  pen.font = font;
  const lines = wrapped(pen, figure.querySelector("figcaption [data-words]").textContent, width - 24);
  canvas.width = (width + 24) * SCALE;
  canvas.height = (height + 24 + lines.length * 18) * SCALE;
  pen.scale(SCALE, SCALE);
  pen.fillStyle = getComputedStyle(document.body).backgroundColor;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(image, 12, 12, width, height);
  pen.font = font;
  pen.fillStyle = looks.color;
  lines.forEach((line, at) => pen.fillText(line, 12, height + 30 + at * 18));
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function wrapped(pen, text, width) {
  const lines = [];
  let line = "";
  for (const word of text.trim().split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && pen.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line ? [...lines, line] : lines;
}

function save(made, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(made);
  link.download = `${name}.png`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-png]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const figure = button.closest("figure");
      const made = await png(figure);
      try {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": made })]);
        button.textContent = "Copied";
      } catch {
        save(made, figure.dataset.picture);
        button.textContent = "Saved";
      }
    });
  }
});
