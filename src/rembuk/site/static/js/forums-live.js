/* Decisions of a running meeting. Every field is an op through the outbox: it names the ops its
   writer had before their eyes, so that the server can merge what two people typed, or show both.
   A lost connection loses nothing; what was not sent yet is counted on the page. */
(function () {
  "use strict";
  var raw = document.getElementById("rapat-setelan"), room = document.querySelector("[data-live]");
  if (!raw || !room) return;
  var setup = JSON.parse(raw.textContent), words = setup.words;
  var list = room.querySelector("[data-rows]"), blank = document.getElementById("baris-kosong");
  var seen = {}, typing = {}, first = setup.last;
  var box = window.Outbox({
    store: "rembuk-rapat:" + setup.me + ":" + setup.meeting, form: room, words: words,
    url: setup.url, since: setup.url + "?sejak=", last: first, list: "ops", most: 60,
    settle: settle, news: news, stop: stop
  });

  function id() {
    var bytes = new Uint8Array(12);
    window.crypto.getRandomValues(bytes);
    return Array.from(bytes, function (b) { return b.toString(16).padStart(2, "0"); }).join("");
  }
  function card(row) { return list.querySelector('[data-row="' + row + '"]'); }
  function input(row, field) {
    var held = card(row);
    return held && held.querySelector('[data-field="' + field + '"]');
  }
  function heads(row, field) {
    return (((seen[row] || {}).fields || {})[field] || {}).ops || [];
  }
  function put(row, field, text, more) {
    var key = row + "|" + field, old = box.entries[key], base = more || heads(row, field);
    var fresh = !old || box.flown[key] === old.id;
    if (old) base = base.concat(old.base, fresh ? [old.id] : []);
    base = base.filter(function (one, n) { return base.indexOf(one) === n; });
    box.put(key, {
      id: fresh ? id() : old.id, row: row, field: field, text: text, base: base,
      at: new Date().toISOString()
    });
    if (box.stopped()) return;
    box.tell("run", words.saving);
  }
  /* what stands in a row, and what was typed here and not yet sent */
  function everything(row) {
    var all = [];
    setup.content.forEach(function (field) {
      all = all.concat(heads(row, field));
      var held = box.entries[row + "|" + field];
      if (held) all = all.concat(held.base, [held.id]);
    });
    return all.filter(function (one, n) { return all.indexOf(one) === n; });
  }

  function note(row, field, text, choose) {
    var held = card(row), place = held && held.querySelector('[data-note="' + field + '"]');
    if (!place) return;
    var typed = input(row, field);
    place.textContent = text;
    place.hidden = !text;
    (choose || []).forEach(function (one) { add_button(place, one.label, one.act); });
    if (!typed) return;
    if (text) typed.setAttribute("aria-describedby", place.id);
    else typed.removeAttribute("aria-describedby");
  }
  function choose(row, field, text) {
    var typed = input(row, field);
    if (typed) typed.value = text;
    note(row, field, "");
    put(row, field, text);
  }

  function show(one) {
    var held = card(one.row);
    if (!held) held = grow(one.row);
    seen[one.row] = one;
    held.querySelector("[data-number]").textContent = words.number.replace("%n", one.number);
    var state = held.querySelector("[data-state]");
    state.className = "state is-" + one.shape;
    state.querySelector("use").setAttribute("href", "#s-" + one.shape);
    state.querySelector("span").textContent = one.state_words;
    held.classList.toggle("is-agreed", one.decided);
    held.querySelector("[data-said]").textContent = one.said;
    held.querySelector("[data-open]").hidden = one.decided;
    held.querySelector("[data-decided]").hidden = !one.decided;
    Object.keys(one.fields).forEach(function (field) { fill(one, field); });
    setup.content.forEach(function (field) { lock(input(one.row, field), one.decided); });
    lacking(one);
    propose(one.row);
    objections(held, one);
  }
  function lock(typed, decided) {
    if (!typed) return;
    if (typed.tagName === "SELECT") typed.disabled = decided;
    else typed.readOnly = decided;
  }
  function fill(one, field) {
    var typed = input(one.row, field), what = one.fields[field];
    if (!typed || box.entries[one.row + "|" + field]) return;
    if (typed === document.activeElement && Date.now() - (typing[one.row + "|" + field] || 0) < 1500) return;
    if (typed.value !== what.text) {
      typed.value = what.text;
      if (what.who && what.who !== setup.me) note(one.row, field, words.by.replace("%s", what.by));
    }
    if (what.rivals) {
      note(one.row, field, words.conflict, what.rivals.map(function (rival) {
        return {
          label: words.choose.replace("%text", rival.text || words.empty).replace("%by", rival.by),
          act: function () { choose(one.row, field, rival.text); }
        };
      }));
    } else if (what.outcome === "digabung") note(one.row, field, words.merged);
  }
  function lacking(one) {
    setup.content.forEach(function (field) {
      var place = card(one.row).querySelector('[data-lack="' + field + '"]');
      if (!place) return;
      var found = one.lacks.filter(function (lack) { return lack.field === field; })[0];
      place.textContent = found ? found.words : "";
      place.hidden = !found;
      if (found && found.sure && !found.asks) {
        add_button(place, words.meant, function () { put(one.row, found.sure, one.fields[field].text); });
      }
      if (!found || !found.asks) return;
      [[words.thousand.replace("%n", found.more), function () { choose(one.row, "cost", (found.asks * 1000).toLocaleString("id-ID")); }],
       [words.sure.replace("%n", found.less), function () {
         put(one.row, "cost_sure", one.fields.cost.text);
       }]].forEach(function (pair) { add_button(place, pair[0], pair[1]); });
    });
  }
  function add_button(place, label, act) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    place.append(" ", button);
  }

  /* the figure of today, from Rembuk's own figures: of the meeting's place they came with the page,
     of another they are asked for once; without a line the person types, as ever */
  var told = setup.told, asked = {};
  function figures(place) {
    var key = !place || place.toLowerCase() === setup.here.toLowerCase() ? "" : place.toLowerCase();
    if (told[key] || asked[key]) return told[key];
    asked[key] = true;
    fetch(setup.figures + (key ? "?tempat=" + encodeURIComponent(place) : ""), { headers: { Accept: "application/json" } })
      .then(function (answer) { if (!answer.ok) throw answer.status; return answer.json(); })
      .then(function (found) {
        told[key] = found.told;
        list.querySelectorAll("[data-row]").forEach(function (held) { propose(held.dataset.row); });
      })
      .catch(function () { setTimeout(function () { asked[key] = false; }, 10000); });
    return null;
  }
  function proposal(row) {
    var target = input(row, "target"), place = input(row, "place");
    if (!target || !target.value.trim()) return null;
    return (figures(place ? place.value.trim() : "") || {})[target.value.trim().toLowerCase()] || null;
  }
  function propose(row) {
    var held = card(row), line = held && held.querySelector("[data-told]"), now = input(row, "target_now");
    if (!line || !now) return;
    var found = now.readOnly ? null : proposal(row);
    line.hidden = !found;
    line.textContent = "";
    if (!found) return;
    line.textContent = found.value ? words.told.replace("%n", found.value + " " + found.words) : words.none.replace("%n", found.why);
    if (!found.value || now.value.trim() === found.value) return;
    add_button(line, words.take.replace("%n", found.value), function () {
      var unit = input(row, "target_unit");
      now.value = found.value;
      put(row, "target_now", found.value);
      if (unit && !unit.value.trim()) { unit.value = words.percent; put(row, "target_unit", unit.value); }
      keep(row, found);
      propose(row);
    });
  }
  /* what was proposed when the figure was taken or typed is kept beside it */
  function keep(row, found) {
    var held = box.entries[row + "|target_told"], stands = ((seen[row] || {}).fields || {}).target_told;
    if ((held || stands || {}).text !== found.kept) put(row, "target_told", found.kept);
  }

  function objections(held, one) {
    var place = held.querySelector("[data-objections]");
    one.objections.forEach(function (said) {
      var line = place.querySelector('[data-objection="' + said.id + '"]');
      if (!line) {
        line = document.createElement("li");
        line.className = "field";
        line.dataset.objection = said.id;
        var text = document.createElement("p"), label = document.createElement("label");
        var answer = document.createElement("textarea");
        text.textContent = said.party + ": " + said.text;
        answer.rows = 2;
        answer.id = "jawab-" + said.id;
        answer.dataset.field = "jawaban:" + said.id;
        label.htmlFor = answer.id;
        label.className = "note";
        label.textContent = words.answer;
        line.append(text, label, answer);
        place.append(line);
      }
      fill(one, "jawaban:" + said.id);
    });
    var badge = held.querySelector("[data-objected]");
    badge.textContent = one.objections.length ? "(" + one.objections.length + ")" : "";
  }

  function grow(row) {
    var made = blank.content.cloneNode(true).firstElementChild;
    made.dataset.row = row;
    made.querySelectorAll("[id],[for],[aria-labelledby],[name=baris]").forEach(function (one) {
      ["id", "for", "aria-labelledby", "value"].forEach(function (name) {
        var text = one.getAttribute(name);
        if (text && text.indexOf("kosong") >= 0) one.setAttribute(name, text.replace("kosong", row));
      });
    });
    list.append(made);
    var none = room.querySelector("[data-none]");
    if (none) none.hidden = true;
    return made;
  }
  function add() {
    var row = id();
    grow(row);
    seen[row] = { row: row, number: 0, fields: {}, lacks: [], objections: [] };
    input(row, "what").focus();
  }

  function settle(result, sent) {
    var key = Object.keys(box.entries).filter(function (one) { return box.entries[one].id === sent.id; })[0];
    if (!key) return; // typed on since: the newer op names this one in its base
    if (result.status === "tolak") {
      if (sent.field === "putusan") {
        box.drop(key);
        var place = card(sent.row).querySelector("[data-refused]");
        place.textContent = result.words;
        place.hidden = false;
        place.focus();
        return;
      }
      box.hold(key);
      note(sent.row, sent.field.split(":")[0], words.refused + result.words);
      return;
    }
    box.drop(key);
  }
  function news(changes) { changes.forEach(show); }
  function stop(text) {
    box.tell("act", text);
    room.querySelectorAll("[data-field],button").forEach(function (one) { one.disabled = true; });
  }

  function verdict(held, text) {
    var row = held.dataset.row;
    held.querySelector("[data-refused]").hidden = true;
    put(row, "putusan", text, heads(row, "putusan").concat(everything(row)));
    box.send();
  }
  function votes(held, state) {
    return state + "|suara|" + ["yes", "no", "abstain"].map(function (name) {
      return held.querySelector('[data-vote="' + name + '"]').value.trim();
    }).join("|");
  }
  function object(held) {
    var party = held.querySelector("[data-party]"), text = held.querySelector("[data-objecting]");
    if (!party.value.trim() || !text.value.trim()) { party.focus(); return; }
    var made = id();
    box.put(held.dataset.row + "|keberatan:" + made, {
      id: made, row: held.dataset.row, field: "keberatan", base: [], at: new Date().toISOString(),
      text: JSON.stringify({ party: party.value, text: text.value })
    });
    party.value = text.value = "";
  }
  room.addEventListener("click", function (event) {
    var button = event.target.closest("button"), held = button && button.closest("[data-row]");
    if (!button) return;
    if (button.hasAttribute("data-add")) { event.preventDefault(); add(); return; }
    if (!held) return;
    var act = button.dataset.act;
    if (!act) return;
    event.preventDefault();
    if (act === "simpan") box.send();
    else if (act === "keberatan") object(held);
    else if (act.indexOf("suara:") === 0) verdict(held, votes(held, act.split(":")[1]));
    else verdict(held, act);
  });
  function changed(event) {
    var one = event.target, held = one.closest && one.closest("[data-row]");
    if (!held || !one.dataset.field || box.stopped()) return;
    var key = held.dataset.row + "|" + one.dataset.field;
    if (event.type === "change" && one.tagName !== "SELECT" && one.type !== "date") return;
    typing[key] = Date.now();
    note(held.dataset.row, one.dataset.field, "");
    held.querySelector("[data-refused]").hidden = true;
    put(held.dataset.row, one.dataset.field, one.value);
    if (["target", "place", "target_now"].indexOf(one.dataset.field) < 0) return;
    propose(held.dataset.row);
    var found = one.dataset.field === "target_now" && one.value.trim() ? proposal(held.dataset.row) : null;
    if (found && found.value) keep(held.dataset.row, found);
  }
  room.addEventListener("input", changed);
  room.addEventListener("change", changed);
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey && event.key === "Enter") { event.preventDefault(); add(); }
    if (!event.altKey || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    var rows = Array.from(list.querySelectorAll("[data-row]"));
    var now = rows.indexOf(document.activeElement.closest("[data-row]"));
    var next = rows[now + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.querySelector("[data-field]").focus(); }
  });

  // two tabs of one device would write over each other's unsent ops: the first one types
  if (navigator.locks) {
    navigator.locks.request("rembuk-rapat:" + setup.me + ":" + setup.meeting, { ifAvailable: true }, function (lock) {
      if (lock) return new Promise(function () { /* held until the tab is closed */ });
      box.stop(words.tab);
      return null;
    });
  }

  setup.rows.forEach(show);
  // what an earlier visit could not send is put back into its fields and sent now
  Object.keys(box.entries).forEach(function (key) {
    var entry = box.entries[key];
    entry.held = false;
    box.flown[key] = entry.id;
    if (!card(entry.row)) grow(entry.row);
    if (!seen[entry.row]) seen[entry.row] = { row: entry.row, fields: {}, lacks: [], objections: [] };
    var typed = input(entry.row, entry.field);
    if (typed) typed.value = entry.text;
  });
  figures("");
  box.send();
})();
