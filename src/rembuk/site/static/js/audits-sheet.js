/* The audit worksheet: each field goes through the outbox as it is typed. A lost connection loses
   nothing. */
(function () {
  "use strict";
  var raw = document.getElementById("lembar-setelan"), form = document.querySelector("[data-sheet]");
  if (!raw || !form) return;
  var setup = JSON.parse(raw.textContent), words = setup.words;
  var typing = {}, box = window.Outbox({
    store: "rembuk-lembar:" + setup.me + ":" + setup.sheet, form: form, words: words,
    url: setup.url, since: setup.url + "?sejak=", last: setup.last,
    list: "patches", more: { layout: setup.sheet.split("/").pop() },
    settle: settle, news: news, stop: stop
  });

  function id() {
    var bytes = new Uint8Array(12);
    window.crypto.getRandomValues(bytes);
    return Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }
  function input(field) { return form.querySelector('[data-field="' + field + '"]'); }
  function said(value) {
    if (value === "ya") return words.yes;
    if (value === "tidak") return words.no;
    return value === "" ? words.empty : value;
  }
  function note(field, text, choose) {
    var place = form.querySelector('[data-box="' + field + '"] [data-note]');
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
  function put(field, value, base, force) {
    box.put(field, { id: id(), field: field, value: value, base: base, force: Boolean(force) });
  }
  function changed(event) {
    var one = event.target;
    if (!one.dataset || !one.dataset.field || box.stopped()) return;
    typing[one.dataset.field] = Date.now();
    note(one.dataset.field, "");
    put(one.dataset.field, one.value, Number(one.dataset.v || 0), false);
    box.tell("run", words.saving);
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
    var field = result.field, now = box.entries[field];
    var mine = now && now.id === sent.id;
    var one = input(field);
    if (result.status === "beda") {
      if (!mine) return;
      box.hold(field);
      note(field, words.conflict + said(result.value) + " (" + result.by + ")", [
        { label: words.mine, act: function () { note(field, ""); put(field, one.value, result.v, true); } },
        { label: words.theirs, act: function () {
          box.drop(field); take(field, result.value, result.v, result.by);
        } }
      ]);
      return;
    }
    if (result.status === "tolak") {
      if (!mine) return;
      box.hold(field);
      note(field, words.refused + result.words);
      return;
    }
    if (one) one.dataset.v = result.v;
    hidden(field, result.value, result.v);
    if (mine) delete box.entries[field];
    else if (now) now.base = result.v;
    box.keep();
  }
  function news(changes, answer) {
    changes.forEach(function (one) {
      if (one.who === setup.me && !box.entries[one.field] && input(one.field) &&
          input(one.field).value === one.value) return;
      if (box.entries[one.field]) return; // what was typed here is sent first and answered there
      if (typing[one.field] && Date.now() - typing[one.field] < 1500) return;
      take(one.field, one.value, one.v, one.who === setup.me ? "" : one.by);
    });
    if (answer.finished) box.stop("");
  }
  function stop(text) {
    box.tell("act", text || words.locked);
    form.querySelectorAll("[data-field]").forEach(function (one) { one.disabled = true; });
  }

  // what an earlier visit could not send is put back into its fields and sent now
  Object.keys(box.entries).forEach(function (field) {
    if (!input(field)) return;
    box.entries[field].held = false;
    input(field).value = box.entries[field].value;
  });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  box.send();
})();
