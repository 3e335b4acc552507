/* The frame: the account menu closes itself, a slow request says that it loads. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.removeAttribute("open");
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // paper is light: charts that redraw themselves for print read the light tokens
  var root = document.documentElement, theme = root.dataset.theme;
  window.addEventListener("beforeprint", function () { delete root.dataset.theme; });
  window.addEventListener("afterprint", function () { if (theme) { root.dataset.theme = theme; } });

  // long tables of detail are folded on a phone, and whole on paper
  var folds = document.querySelectorAll("details[data-fold]"), reopened = [];
  if (window.matchMedia("(max-width: 679px)").matches) {
    folds.forEach(function (fold) { fold.removeAttribute("open"); });
  }
  window.addEventListener("beforeprint", function () {
    reopened = Array.prototype.filter.call(folds, function (fold) { return !fold.open; });
    reopened.forEach(function (fold) { fold.open = true; });
  });
  window.addEventListener("afterprint", function () {
    reopened.forEach(function (fold) { fold.open = false; });
  });

  var status = document.getElementById("memuat"), timer = null;
  function told(on) {
    window.clearTimeout(timer);
    status.textContent = on ? status.dataset.text : "";
    status.classList.toggle("vh", !on);
  }
  document.addEventListener("htmx:beforeRequest", function () {
    timer = window.setTimeout(function () { told(true); }, 400);
  });
  document.addEventListener("htmx:afterRequest", function () { told(false); });
  document.documentElement.classList.add("has-script");
})();
