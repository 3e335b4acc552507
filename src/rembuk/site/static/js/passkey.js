/* A security key that was not used: say so on the page instead of in the console. */
(function () {
  "use strict";
  document.addEventListener("allauth.error", function (event) {
    var told = document.getElementById("kunci-gagal");
    if (!told) { return; }
    event.preventDefault();
    told.hidden = false;
    told.scrollIntoView({ block: "nearest" });
  });
})();
