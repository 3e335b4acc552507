/* Print buttons. Without this script the button is hidden (see .needs-script) and the browser's own print works. */
(function () {
  "use strict";
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); });
  });
})();
