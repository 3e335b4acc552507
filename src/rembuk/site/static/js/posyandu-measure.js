/* The measuring form: after a mistake, the reader starts at the list of mistakes. */
(function () {
  "use strict";
  var wrong = document.getElementById("kesalahan");
  if (wrong) { wrong.focus(); }
})();
