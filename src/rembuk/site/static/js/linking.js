/* One key an answer: s same, b different, n later. The buttons do the same without script. */
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    var button = document.querySelector('button[data-key="' + event.key.toLowerCase().replace(/[^a-z]/g, "") + '"]');
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
