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

// In a report: a statement's marks and its record light up together. Beside the report the record comes into view;
// where the records stand below it, a touch shows the record at the foot of the screen.
function lighting(report) {
  const records = document.querySelector(".records");
  const peek = document.getElementById("peek");
  const narrow = window.matchMedia("(max-width: 60rem)");
  let lit = null;
  let kept = null;
  const recordOf = (number) => records.querySelector(`.record[data-s="${number}"]`);
  const contentOf = (number) => report.querySelector(`mark.content[data-s="${number}"]`);
  const light = (number) => {
    if (number === lit) return;
    lit = number;
    document.querySelectorAll(".lit").forEach((one) => one.classList.remove("lit"));
    if (number === null) return;
    document.querySelectorAll(`[data-s="${number}"]`).forEach((one) => one.classList.add("lit"));
    const record = recordOf(number);
    if (!record || narrow.matches) return;
    // Of the list, itself a box that scrolls, only what lies within the window is seen.
    const box = records.getBoundingClientRect();
    const own = record.getBoundingClientRect();
    const top = Math.max(box.top, 0);
    if (own.top < top || own.bottom > Math.min(box.bottom, window.innerHeight)) records.scrollTop += own.top - top - 40;
  };
  const show = (number) => {
    const record = number && narrow.matches ? recordOf(number) : null;
    peek.hidden = !record;
    if (!record) return;
    peek.replaceChildren(...Array.from(record.cloneNode(true).children));
    peek.querySelectorAll("a").forEach((link) => link.setAttribute("tabindex", "-1"));
    const mark = contentOf(number);
    if (mark && mark.getBoundingClientRect().bottom > peek.getBoundingClientRect().top) {
      mark.scrollIntoView({ block: "start" });
    }
  };
  const keep = (number) => {
    kept = number;
    light(number);
    show(number);
  };
  const numberOf = (element) => {
    const marked = element.closest("[data-s]");
    return marked ? marked.dataset.s : null;
  };
  report.addEventListener("mouseover", (event) => light(numberOf(event.target) ?? kept));
  report.addEventListener("mouseleave", () => light(kept));
  report.addEventListener("focusin", (event) => light(numberOf(event.target) ?? kept));
  report.addEventListener("click", (event) => {
    const number = event.target.closest("a.no");
    // The number before a statement leads to its record. Beside the report, the record has come by itself.
    if (number && narrow.matches) return;
    if (number) event.preventDefault();
    keep(numberOf(event.target));
  });
  peek.addEventListener("click", (event) => {
    if (event.target.closest("a:not(.no)")) return;
    event.preventDefault();
    keep(null);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") keep(null);
  });
  records.addEventListener("click", (event) => {
    const record = event.target.closest(".record");
    const link = event.target.closest("a");
    if (!record || (link && !link.classList.contains("no"))) return;
    kept = record.dataset.s;
    light(kept);
    contentOf(kept)?.scrollIntoView({ block: "center" });
    if (link) {
      event.preventDefault();
      report.querySelector(`a.no[data-s="${kept}"]`)?.focus({ preventScroll: true });
    }
  });
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && target.dataset.s) {
    kept = target.dataset.s;
    light(kept);
    contentOf(kept)?.scrollIntoView({ block: "center" });
  }
}

// What a search is told instead of rows, a date that is none or a server that is gone, stands below its fields.
function telling(form) {
  const told = document.createElement("p");
  told.className = "error";
  told.setAttribute("role", "alert");
  told.hidden = true;
  form.append(told);
  const tell = (words) => {
    told.textContent = words;
    told.hidden = !words;
  };
  form.addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    tell(page.querySelector("main .lead")?.textContent || "The server could not answer.");
  });
  form.addEventListener("htmx:sendError", () => tell("The server does not answer."));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) tell("");
  });
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
  document.querySelectorAll("form[hx-get]").forEach(telling);
});
