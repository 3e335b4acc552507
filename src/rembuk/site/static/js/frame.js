/* The frame: the account menu closes itself, a slow request says that it loads, a form is sent once
   and keeps what was typed when the answer is an error. */
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

  // A refusal leads back to the page, where the form would stand empty. What was typed waits in this
  // tab for one page: it is put back under an error, forgotten otherwise. Never a password or a file.
  var KEPT = "rembuk-terketik", AGAIN = 3000, sent = null;
  var TYPED = "textarea[name], select[name], input[name]:not([type=hidden]):not([type=file])"
    + ":not([type=checkbox]):not([type=radio]):not([type=submit])";
  function typed(form) { return Array.prototype.slice.call(form.querySelectorAll(TYPED)); }
  function names(form) { return typed(form).map(function (field) { return field.name; }).join(); }
  function taken() {
    try {
      var held = window.sessionStorage.getItem(KEPT);
      window.sessionStorage.removeItem(KEPT);
      return held && JSON.parse(held);
    } catch (error) { return null; }
  }
  var held = taken();
  if (held && document.querySelector("main [data-error]")) {
    Array.prototype.some.call(document.querySelectorAll("main form[method=post]"), function (form) {
      if (form.action !== held.to || names(form) !== held.names) return false;
      typed(form).forEach(function (field, number) { field.value = held.values[number]; });
      var fold = form.closest("details");
      if (fold) fold.open = true;
      return true;
    });
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form === sent) { event.preventDefault(); return; }
    sent = form;
    window.setTimeout(function () { sent = null; }, AGAIN);
    if (form.querySelector("[type=password]") || !form.closest("main")) return;
    var values = typed(form).map(function (field) { return field.value; });
    try {
      window.sessionStorage.setItem(KEPT, JSON.stringify({
        to: form.action, names: names(form), values: values
      }));
    } catch (error) { /* a full or closed store: the form is sent all the same */ }
  });
  window.addEventListener("pageshow", function () { sent = null; });
  document.documentElement.classList.add("has-script");
})();
