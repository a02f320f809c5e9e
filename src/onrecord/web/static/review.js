// One key a decision; each key presses what stands on the page, which works without it.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const edit = document.getElementById("edit");
  const toggle = document.querySelector("[data-keys]");
  const areOn = () => localStorage.getItem("review-keys") !== "off";
  const tell = () => {
    if (!toggle) return;
    toggle.hidden = false;
    toggle.setAttribute("aria-pressed", String(areOn()));
    toggle.textContent = areOn() ? "Keys are on" : "Keys are off";
  };
  toggle?.addEventListener("click", () => {
    localStorage.setItem("review-keys", areOn() ? "off" : "on");
    tell();
  });
  tell();
  const openEdit = (event) => {
    event.preventDefault();
    edit.open = true;
    edit.querySelector("input[type=text], select").focus();
  };
  document.querySelector("[data-key=e]")?.addEventListener("click", openEdit);
  let pressed = false;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && edit?.open) {
      edit.open = false;
      document.activeElement.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !areOn()) return;
    if (event.target.closest("input, textarea, select")) return;
    const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    // A second press before the next card is there would be a decision about nothing anybody saw.
    if (!found || pressed) return;
    event.preventDefault();
    pressed = event.key !== "e";
    found.click();
  });
});
// A page that a browser kept and shows again has to take keys again.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
