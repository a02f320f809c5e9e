// Makes the pages smoother; each of them works without it.
"use strict";

// Files dropped anywhere on the form go into its file field.
function dropping(form) {
  const field = form.querySelector("input[type=file]");
  const zone = form.querySelector(".drop");
  const chosen = form.querySelector("[data-chosen]");
  const tell = () => {
    const names = Array.from(field.files, (file) => file.name);
    chosen.textContent = names.length > 5 ? `${names.slice(0, 5).join(", ")} and ${names.length - 5} more` : names.join(", ");
  };
  field.addEventListener("change", tell);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) zone.classList.remove("over");
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      tell();
    }
  });
}

// In a report: a statement's marks and its record light up together.
function lighting(report) {
  const records = document.querySelector(".records");
  const peek = document.getElementById("peek");
  const narrow = window.matchMedia("(max-width: 60rem)");
  let lit = null;
  let kept = null;
  const show = (number, scroll) => {
    if (number === lit) return;
    lit = number;
    document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    peek.hidden = true;
    if (number === null) return;
    document.querySelectorAll(`[data-s="${number}"]`).forEach((one) => one.classList.add("lit"));
    const record = records.querySelector(`.record[data-s="${number}"]`);
    if (!record || !scroll) return;
    if (narrow.matches) {
      peek.replaceChildren(...Array.from(record.cloneNode(true).children));
      peek.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
      peek.hidden = false;
    } else {
      const top = record.offsetTop - records.offsetTop;
      if (top < records.scrollTop || top + record.offsetHeight > records.scrollTop + records.clientHeight) {
        records.scrollTop = top - 40;
      }
    }
  };
  const numberOf = (element) => {
    const marked = element.closest("[data-s]");
    return marked ? marked.dataset.s : null;
  };
  report.addEventListener("mouseover", (event) => show(numberOf(event.target) ?? kept, true));
  report.addEventListener("mouseleave", () => show(kept, false));
  report.addEventListener("focusin", (event) => show(numberOf(event.target) ?? kept, true));
  report.addEventListener("click", (event) => {
    kept = numberOf(event.target);
    show(kept, true);
    // The number before a statement leads to its record; here the record comes to the reader.
    if (event.target.closest("a.no")) event.preventDefault();
  });
  records.addEventListener("click", (event) => {
    const record = event.target.closest(".record");
    const link = event.target.closest("a");
    if (!record || (link && !link.classList.contains("no"))) return;
    kept = record.dataset.s;
    lit = null;
    show(kept, false);
    const first = report.querySelector(`mark.content[data-s="${kept}"]`);
    if (first) first.scrollIntoView({ block: "center" });
    if (link) {
      event.preventDefault();
      report.querySelector(`a.no[data-s="${kept}"]`)?.focus({ preventScroll: true });
    }
  });
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.dataset.s) {
    kept = target.dataset.s;
    show(kept, false);
    report.querySelector(`mark.content[data-s="${kept}"]`)?.scrollIntoView({ block: "center" });
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = button.parentElement.querySelector("p").textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    const range = document.createRange();
    range.selectNodeContents(button.parentElement.querySelector("p"));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    button.textContent = "Selected: copy it";
  }
});

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("form[data-drop]").forEach(dropping);
  document.querySelectorAll(".report").forEach(lighting);
});
