/* A form typed without signal: every answer is kept on this device until the office has it, and the
   key of the form lets it be sent again without being written twice. */
(function () {
  "use strict";
  var PREFIX = "rembuk-draf:", DAYS = 14, store;
  try { store = window.localStorage; store.getItem(PREFIX); } catch (refused) { return; }

  function read(name) {
    try { return JSON.parse(store.getItem(name) || "null"); } catch (broken) { return null; }
  }
  function tidy() {
    var old = Date.now() - DAYS * 86400000;
    Object.keys(store).forEach(function (name) {
      var kept = name.indexOf(PREFIX) === 0 ? read(name) : { at: Date.now() };
      if (!kept || kept.at < old) { store.removeItem(name); }
    });
  }
  function say(place, text) {
    if (place) { place.textContent = text; place.parentNode.hidden = false; }
  }

  tidy();
  var list = document.querySelector("[data-dampingan]");
  if (list) {
    var waiting = Object.keys(store).filter(function (name) {
      var kept = name.indexOf(PREFIX) === 0 && read(name);
      return kept && kept.sent && kept.who === list.getAttribute("data-siapa");
    }).length;
    var strip = list.querySelector("[data-belum-terkirim]");
    if (waiting) { say(strip, waiting + " " + strip.getAttribute("data-satu")); }
  }

  var form = document.querySelector("form[data-draf]");
  if (!form || !window.fetch || !window.FormData) { return; }
  var name = PREFIX + form.getAttribute("data-draf"), who = form.getAttribute("data-siapa");
  var news = form.querySelector("[data-kabar]"), sending = false, pending = false;

  function fields() {
    var found = [];
    new FormData(form).forEach(function (value, key) {
      if (key !== "csrfmiddlewaretoken") { found.push([key, String(value)]); }
    });
    return found;
  }
  function keep(sent) {
    store.setItem(name, JSON.stringify({ who: who, at: Date.now(), sent: sent, fields: fields() }));
  }
  function restore(kept) {
    Array.prototype.forEach.call(form.elements, function (one) {
      if (!one.name || one.name === "csrfmiddlewaretoken") { return; }
      var mine = kept.fields.filter(function (pair) { return pair[0] === one.name; });
      if (one.type === "radio" || one.type === "checkbox") {
        one.checked = mine.some(function (pair) { return pair[1] === one.value; });
      } else if (mine.length && one.type !== "submit") { one.value = mine[0][1]; }
    });
  }
  function send() {
    if (sending) { return; }
    sending = true;
    var body = new FormData(form);
    var wait = new AbortController();
    var timer = setTimeout(function () { wait.abort(); }, 20000);
    fetch(form.action, { method: "POST", body: body, credentials: "same-origin", signal: wait.signal })
      .then(function (answer) {
        clearTimeout(timer);
        sending = false;
        if (answer.redirected && answer.url.indexOf("/akun/login/") >= 0) {
          say(news, news.getAttribute("data-masuk"));
        } else if (answer.ok && answer.redirected) {
          store.removeItem(name);
          window.location.assign(answer.url);
        } else if (answer.status >= 500) {
          say(news, news.getAttribute("data-simpan"));
        } else {
          pending = false;
          form.submit(); /* the office says what is wrong, on its own page */
        }
      })
      .catch(function () {
        clearTimeout(timer);
        sending = false;
        say(news, news.getAttribute("data-simpan"));
      });
  }

  var kept = read(name);
  if (kept && kept.who === who && !form.hasAttribute("data-salah")) {
    restore(kept);
    pending = Boolean(kept.sent);
    say(news, news.getAttribute("data-pulih"));
    if (pending && navigator.onLine) { send(); }
  }
  form.addEventListener("input", function () { keep(pending); });
  form.addEventListener("change", function () { keep(pending); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    pending = true;
    keep(true);
    send();
  });
  window.addEventListener("online", function () { if (pending) { send(); } });
  setInterval(function () { if (pending && navigator.onLine) { send(); } }, 30000);
})();
