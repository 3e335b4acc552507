/* Promises: one key an act (listed on the page); a chosen kind of proof shows its own fields. The
   page works without this: buttons and forms are the same. */
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    var key = event.key.toLowerCase().replace(/[^a-z]/g, "");
    var found = key.length === 1 && document.querySelector('[data-key="' + key + '"]');
    if (!found) return;
    event.preventDefault();
    if (found.tagName !== "SUMMARY") { found.click(); return; }
    found.parentNode.open = true;
    var first = found.parentNode.querySelector("input:not([type=hidden]), select, textarea");
    if (first) first.focus();
  });
  var kind = document.querySelector("select[data-kinds]");
  if (!kind) return;
  function shown() {
    document.querySelectorAll("[data-for]").forEach(function (field) {
      field.hidden = field.dataset.for.split(" ").indexOf(kind.value) < 0;
    });
  }
  kind.addEventListener("change", shown);
  shown();
})();
