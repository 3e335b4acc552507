/* The chase: copy the message. Without this the text can be selected and copied by hand. */
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-copy]");
    if (!button) return;
    var field = document.getElementById(button.dataset.copy);
    var told = document.getElementById(button.dataset.copy + "-kabar");
    function done() { told.textContent = button.dataset.done; }
    function byHand() {
      field.focus();
      field.select();
      if (document.execCommand("copy")) { done(); }
    }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(field.value).then(done, byHand);
    } else { byHand(); }
  });
})();
