/* A form that is kept while typing: each entry lies on the device from the moment it is typed, is
   sent a little later, and is forgotten here only when the server says it has it. What others wrote
   meanwhile is asked for every few seconds. The page says what an answer means for its fields.

   given: store (name on the device), form, url, since (the url with its question for news, without
   the number), last, list (name of the entries in what is sent), most (entries a time; all when it
   is left out), more (sent along), words (waiting, saved), and the page's own part: settle(result,
   sent), news(changes, answer), stop(text), after() and failed() where saved or unsent is not all. */
window.Outbox = function (given) {
  "use strict";
  var form = given.form, words = given.words;
  var state = document.querySelector("[data-sheet-state]");
  var last = given.last, busy = false, stopped = false, timer = null;
  var box = {
    entries: read(), flown: {}, keep: keep, tell: tell, waiting: waiting, put: put, send: send, stop: stop,
    drop: function (key) { delete box.entries[key]; keep(); },
    hold: function (key) { box.entries[key].held = true; keep(); },
    stopped: function () { return stopped; },
    busy: function () { return busy; }
  };

  function read() {
    try { return JSON.parse(window.localStorage.getItem(given.store)) || {}; } catch (error) { return {}; }
  }
  function keep() {
    try {
      if (Object.keys(box.entries).length) window.localStorage.setItem(given.store, JSON.stringify(box.entries));
      else window.localStorage.removeItem(given.store);
    } catch (error) { /* a full or closed store: the fields still hold what was typed */ }
  }
  function tell(kind, text) {
    state.className = "notice sheet-state is-" + kind;
    state.querySelector("span").textContent = text;
    state.querySelector("use").setAttribute("href", "#s-" + kind);
  }
  function waiting() {
    return Object.keys(box.entries).filter(function (key) { return !box.entries[key].held; });
  }
  function put(key, entry) {
    box.entries[key] = entry;
    keep();
    window.clearTimeout(timer);
    timer = window.setTimeout(send, 700);
  }
  function stop(text) {
    stopped = true;
    given.stop(text);
  }
  function ask(method, url, body) {
    var options = { method: method, credentials: "same-origin", headers: { Accept: "application/json" } };
    if (body) {
      options.body = JSON.stringify(body);
      options.headers["Content-Type"] = "application/json";
      options.headers["X-CSRFToken"] = form.querySelector('[name="csrfmiddlewaretoken"]').value;
    }
    return window.fetch(url, options).then(function (answer) {
      if (answer.status === 409) {
        return answer.json().then(function (why) { stop(why.words); throw new Error("stopped"); });
      }
      if (!answer.ok || answer.redirected) throw new Error("refused");
      return answer.json();
    });
  }
  function offline() {
    var count = waiting().length;
    if (!stopped && count) tell("soon", words.waiting.replace("%n", count));
  }
  function send() {
    var keys = waiting().slice(0, given.most);
    if (busy || stopped || !keys.length) return;
    busy = true;
    var sent = keys.map(function (key) {
      box.flown[key] = box.entries[key].id; // it may arrive though no answer comes
      return Object.assign({}, box.entries[key]);
    });
    var body = Object.assign({ since: last }, given.more);
    body[given.list] = sent;
    ask("POST", given.url, body).then(function (answer) {
      answer.results.forEach(function (result, n) { given.settle(result, sent[n]); });
      given.news(answer.changes, answer);
      last = answer.last;
      busy = false;
      if (waiting().length) send();
      else if (given.after) given.after();
      else tell("done", words.saved);
    }).catch(function () {
      busy = false;
      if (given.failed) given.failed();
      offline();
    });
  }
  function poll() {
    if (busy || stopped || document.hidden) return;
    if (waiting().length) { send(); return; }
    ask("GET", given.since + last).then(function (answer) {
      given.news(answer.changes, answer);
      last = answer.last;
    }).catch(offline);
  }

  form.addEventListener("submit", function () { window.clearTimeout(timer); stopped = true; });
  window.addEventListener("pageshow", function (event) { if (event.persisted) stopped = false; });
  window.addEventListener("online", send);
  window.addEventListener("focus", poll);
  window.setInterval(poll, 8000);
  return box;
};
