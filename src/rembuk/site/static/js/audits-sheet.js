/* The audit worksheet: each field is kept on the device the moment it is typed, sent a little later,
   and forgotten here only when the server says it has it. A lost connection loses nothing. */
(function () {
  "use strict";
  var raw = document.getElementById("lembar-setelan"), form = document.querySelector("[data-sheet]");
  if (!raw || !form) return;
  var setup = JSON.parse(raw.textContent), words = setup.words;
  var store = "rembuk-lembar:" + setup.me + ":" + setup.sheet;
  var layout = setup.sheet.split("/").pop();
  var state = document.querySelector("[data-sheet-state]");
  var last = setup.last, busy = false, locked = false, timer = null, typing = {}, outbox = read();

  function read() {
    try { return JSON.parse(window.localStorage.getItem(store)) || {}; } catch (error) { return {}; }
  }
  function keep() {
    try {
      if (Object.keys(outbox).length) window.localStorage.setItem(store, JSON.stringify(outbox));
      else window.localStorage.removeItem(store);
    } catch (error) { /* a full or closed store: the fields still hold what was typed */ }
  }
  function id() {
    var bytes = new Uint8Array(12);
    window.crypto.getRandomValues(bytes);
    return Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }
  function input(field) { return form.querySelector('[data-field="' + field + '"]'); }
  function box(field) { return form.querySelector('[data-box="' + field + '"]'); }
  function tell(kind, text) {
    state.className = "notice sheet-state is-" + kind;
    state.querySelector("span").textContent = text;
    state.querySelector("use").setAttribute("href", "#s-" + kind);
  }
  function said(value) {
    if (value === "ya") return words.yes;
    if (value === "tidak") return words.no;
    return value === "" ? words.empty : value;
  }
  function note(field, text, choose) {
    var place = box(field) && box(field).querySelector("[data-note]");
    if (!place) return;
    place.textContent = text;
    place.hidden = !text;
    place.classList.toggle("is-act", Boolean(choose));
    (choose || []).forEach(function (one) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = one.label;
      button.addEventListener("click", one.act);
      place.append(" ", button);
    });
  }
  function waiting() { return Object.keys(outbox).filter(function (f) { return !outbox[f].held; }); }

  function put(field, value, base, force) {
    outbox[field] = { id: id(), field: field, value: value, base: base, force: Boolean(force) };
    keep();
    window.clearTimeout(timer);
    timer = window.setTimeout(send, 700);
  }
  function changed(event) {
    var one = event.target;
    if (!one.dataset || !one.dataset.field || locked) return;
    typing[one.dataset.field] = Date.now();
    note(one.dataset.field, "");
    put(one.dataset.field, one.value, Number(one.dataset.v || 0), false);
    tell("run", words.saving);
  }

  function take(field, value, v, by) {
    var one = input(field);
    if (!one) return;
    one.value = value;
    one.dataset.v = v;
    hidden(field, value, v);
    note(field, by ? words.by.replace("%s", by) : "");
  }
  function hidden(field, value, v) {
    var old = form.querySelector('input[name="lama:' + field + '"]');
    var version = form.querySelector('input[name="v:' + field + '"]');
    if (old) old.value = value;
    if (version) version.value = v;
  }
  function settle(result, sent) {
    var field = result.field, now = outbox[field];
    var mine = now && now.id === sent.id;
    var one = input(field);
    if (result.status === "beda") {
      if (!mine) return;
      now.held = true;
      keep();
      note(field, words.conflict + said(result.value) + " (" + result.by + ")", [
        { label: words.mine, act: function () { note(field, ""); put(field, one.value, result.v, true); } },
        { label: words.theirs, act: function () {
          delete outbox[field]; keep(); take(field, result.value, result.v, result.by);
        } }
      ]);
      return;
    }
    if (result.status === "tolak") {
      if (!mine) return;
      now.held = true;
      keep();
      note(field, words.refused + result.words);
      return;
    }
    if (one) one.dataset.v = result.v;
    hidden(field, result.value, result.v);
    if (mine) delete outbox[field];
    else if (now) now.base = result.v;
    keep();
  }
  function news(changes) {
    changes.forEach(function (one) {
      if (one.who === setup.me && !outbox[one.field] && input(one.field) &&
          input(one.field).value === one.value) return;
      if (outbox[one.field]) return; // what was typed here is sent first and answered there
      if (typing[one.field] && Date.now() - typing[one.field] < 1500) return;
      take(one.field, one.value, one.v, one.who === setup.me ? "" : one.by);
    });
  }
  function stop(text) {
    locked = true;
    tell("act", text || words.locked);
    form.querySelectorAll("[data-field]").forEach(function (one) { one.disabled = true; });
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
        return answer.json().then(function (why) { stop(why.words); throw new Error("locked"); });
      }
      if (!answer.ok || answer.redirected) throw new Error("refused");
      return answer.json();
    });
  }
  function offline() {
    var count = waiting().length;
    if (!locked && count) tell("soon", words.waiting.replace("%n", count));
  }
  function send() {
    var fields = waiting();
    if (busy || locked || !fields.length) return;
    busy = true;
    var sent = fields.map(function (field) { return Object.assign({}, outbox[field]); });
    ask("POST", setup.url, { patches: sent, since: last, layout: layout }).then(function (answer) {
      answer.results.forEach(function (result, n) { settle(result, sent[n]); });
      news(answer.changes);
      last = answer.last;
      busy = false;
      if (waiting().length) send();
      else tell("done", words.saved);
    }).catch(function () { busy = false; offline(); });
  }
  function look() {
    if (busy || locked || document.hidden) return;
    if (waiting().length) { send(); return; }
    ask("GET", setup.url + "?sejak=" + last).then(function (answer) {
      news(answer.changes);
      last = answer.last;
      if (answer.finished) stop("");
    }).catch(offline);
  }

  // what an earlier visit could not send is put back into its fields and sent now
  Object.keys(outbox).forEach(function (field) {
    if (!input(field)) return;
    outbox[field].held = false;
    input(field).value = outbox[field].value;
  });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", function () { window.clearTimeout(timer); locked = true; });
  window.addEventListener("pageshow", function (event) { if (event.persisted) locked = false; });
  window.addEventListener("online", send);
  window.addEventListener("focus", look);
  window.setInterval(look, 8000);
  send();
})();
