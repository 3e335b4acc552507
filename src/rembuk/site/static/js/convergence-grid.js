/* Entry of figures by village: arrows and Enter walk, a block of Excel is laid down, what is typed
   goes through the outbox. A value somebody else wrote meanwhile is shown beside one's own; nothing
   is overwritten. */
(function () {
  "use strict";
  var raw = document.getElementById("isian-setelan"), form = document.querySelector("[data-grid]");
  if (!raw || !form) return;
  var setup = JSON.parse(raw.textContent), words = setup.words;
  var leaving = null, box = window.Outbox({
    store: "rembuk-isian:" + setup.me + ":" + setup.grid, form: form, words: words,
    url: setup.url, since: setup.url + "&sejak=", last: setup.last, list: "entries", most: 200,
    settle: settle, news: news, stop: stop, after: after, failed: function () { leaving = null; }
  });

  function one(key) { return form.querySelector('[data-key="' + key + '"]'); }
  function fill(text, values) {
    return Object.keys(values).reduce(function (out, name) {
      return out.replace("%" + name, values[name]);
    }, text);
  }
  // what was typed: empty, a number, "-" (not applicable), "~12" (estimate); null is unreadable
  function number(text) {
    var bare = String(text).trim().replace(/^~\s*/, "");
    if (!/^(\d+|\d{1,3}(\.\d{3})+)(,0+|\.0)?$/.test(bare)) return null;
    return Number(bare.replace(/(,0+|\.0)$/, "").replace(/\./g, ""));
  }
  function readable(text) {
    return ["", "-", "–", "tb"].indexOf(String(text).trim().toLowerCase()) >= 0 || number(text) !== null;
  }
  function said(value) { return value.toLocaleString(setup.language); }

  function note(key, text, extra) {
    var input = one(key), place = input && input.parentNode.querySelector("[data-note]");
    if (!place) return;
    place.textContent = text;
    place.hidden = !text;
    (extra || []).forEach(function (part) { place.append(" ", part); });
    if (text) input.setAttribute("aria-describedby", place.id); else input.removeAttribute("aria-describedby");
  }
  function button(label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }
  function value(key) {
    var found = key && form.querySelector('[data-key="' + key + '"],[data-read="' + key + '"]');
    return found ? number("value" in found ? found.value : found.dataset.value) : null;
  }

  // beside the cell while typing; the server checks again and has the last word
  function look(input) {
    var text = input.value, typed = number(text), most = value(input.dataset.most);
    if (!readable(text)) return words.unreadable;
    if (typed === null) return "";
    if (most !== null && typed > most) {
      return fill(words.more, { n: said(typed), most: said(most), name: input.dataset.mostName });
    }
    var before = input.dataset.before === "" ? null : Number(input.dataset.before);
    var moved = before === null ? 0 : Math.abs(typed - before);
    if (before !== null && moved >= setup.jump.least && 100 * moved > setup.jump.percent * before) {
      return fill(words.jump, { before: said(before) });
    }
    return "";
  }
  function ratios() {
    form.querySelectorAll("[data-read]").forEach(function (shown) {
      var input = one(shown.dataset.read);
      if (!input || shown.dataset.sum) return;
      shown.dataset.value = input.value;
      shown.textContent = input.value || "–";
    });
    sums();
    form.querySelectorAll("[data-ratio]").forEach(function (cell) {
      var pair = cell.dataset.ratio.split(" "), n = value(pair[0]), all = value(pair[1]);
      cell.textContent = n === null || !all ? "–" : (n * 100 / all).toLocaleString(
        setup.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }) + "%";
    });
  }
  function sums() {
    form.querySelectorAll("[data-sum]").forEach(function (cell) {
      var sum = null;
      form.querySelectorAll('[data-column="' + cell.dataset.sum + '"]').forEach(function (other) {
        var found = number("value" in other ? other.value : other.dataset.value);
        if (found !== null) sum = (sum || 0) + found;
      });
      cell.dataset.value = sum === null ? "" : sum;
      cell.textContent = sum === null ? "–" : said(sum);
    });
  }

  function put(input, why) {
    var key = input.dataset.key;
    box.put(key, { key: key, value: input.value, base: Number(input.dataset.v || 0), why: why || "", at: Date.now() });
  }
  function typed(input) {
    var found = look(input);
    input.setAttribute("aria-invalid", String(!readable(input.value)));
    note(input.dataset.key, found);
    if (readable(input.value)) { put(input); box.tell("run", words.saving); }
    else box.drop(input.dataset.key);
  }
  function take(key, text, v, by) {
    var input = one(key);
    if (!input) return;
    input.value = text;
    input.dataset.v = v;
    settled(key, text, v);
    note(key, by ? fill(words.by, { who: by }) : "");
  }
  function settled(key, text, v) {
    var base = form.querySelector('input[name="b:' + key + '"]');
    if (base) base.value = v + ":" + text;
    box.drop(key);
  }

  function why(key, text) { // the value stands; somebody must say why it is so
    var input = one(key), reason = document.createElement("input");
    var asked = Array.from(input.closest("tr").querySelectorAll("[data-note]")).some(function (place) {
      return !place.hidden && place.parentNode !== input.parentNode && place.textContent.indexOf(text) === 0;
    });
    if (asked) return; // numerator and denominator ask the same once
    reason.setAttribute("aria-label", words.reason);
    reason.placeholder = words.reason;
    reason.maxLength = 300;
    var confirm = button(words.confirm, function () {
      if (!reason.value.trim()) { reason.focus(); return; }
      note(key, "");
      put(input, reason.value.trim());
    });
    reason.addEventListener("keydown", function (event) {
      if (event.key === "Enter") { event.preventDefault(); confirm.click(); }
    });
    note(key, text, [reason, confirm]);
  }
  function settle(result, sent) {
    var key = result.key, input = one(key), now = box.entries[key];
    var mine = now && now.at === sent.at;
    if (result.status === "beda" && mine) {
      box.hold(key);
      note(key, fill(words.conflict, { value: result.value === "" ? words.empty : result.value, who: result.by }), [
        button(words.mine, function () { input.dataset.v = result.v; note(key, ""); put(input, now.why); }),
        button(words.theirs, function () { take(key, result.value, result.v, result.by); ratios(); })
      ]);
    } else if (result.status === "tanya") { // saved, but somebody must say why
      input.dataset.v = result.v;
      if (now && !mine) { now.base = result.v; return; }
      settled(key, result.value, result.v);
      why(key, result.words);
    } else if (result.status === "tolak" && mine) {
      box.hold(key);
      note(key, words.refused + " " + result.words);
    } else if (result.status === "disimpan") {
      input.dataset.v = result.v;
      if (mine) {
        settled(key, result.value, result.v);
        if (document.activeElement !== input) input.value = result.value;
        if (result.words) note(key, result.words);
      } else if (now) now.base = result.v;
    }
  }
  function news(changes) {
    changes.forEach(function (change) {
      var input = one(change.key);
      if (!input || box.entries[change.key]) return; // what was typed here is sent first, answered there
      if (change.mine) { // an echo of this page, or one's own other window
        input.dataset.v = change.v;
        if (document.activeElement !== input) input.value = change.value;
        return;
      }
      take(change.key, change.value, change.v, change.by);
    });
    if (changes.length) ratios();
  }
  function stop(text) {
    box.tell("act", text);
    form.querySelectorAll("[data-key]").forEach(function (input) { input.readOnly = true; });
  }
  function after() {
    var held = Object.keys(box.entries).length;
    if (held) box.tell("soon", fill(words.held, { n: held }));
    else box.tell("done", words.saved);
    if (leaving && !held) leaving.submit();
    leaving = null;
  }

  // walking: the cell above, below, left, right that can be written
  function walk(input, down, right) {
    var row = input.closest("tr"), at = input.closest("td").cellIndex, found = null;
    if (down) {
      do { row = down > 0 ? row.nextElementSibling : row.previousElementSibling;
        found = row && row.cells[at] && row.cells[at].querySelector("[data-key]");
      } while (row && !found);
    } else {
      do { at += right; found = row.cells[at] && row.cells[at].querySelector("[data-key]"); }
      while (row.cells[at] && !found);
    }
    if (found) { found.focus(); if (found.select) found.select(); }
    return Boolean(found);
  }
  function key(event) {
    var input = event.target;
    if (!input.dataset || !input.dataset.key || event.altKey || event.ctrlKey || event.metaKey) return;
    var list = input.tagName === "SELECT", edge = !list && input.selectionStart === input.selectionEnd;
    var all = !list && input.selectionEnd - input.selectionStart === input.value.length;
    var moved = false;
    if (event.key === "Enter") { moved = true; walk(input, event.shiftKey ? -1 : 1, 0); }
    else if (list) return;
    else if (event.key === "ArrowDown") moved = walk(input, 1, 0);
    else if (event.key === "ArrowUp") moved = walk(input, -1, 0);
    else if (event.key === "ArrowRight" && (all || (edge && input.selectionEnd === input.value.length))) moved = walk(input, 0, 1);
    else if (event.key === "ArrowLeft" && (all || (edge && input.selectionStart === 0))) moved = walk(input, 0, -1);
    if (moved) event.preventDefault();
  }

  // a block of Excel: by the code or name of the village when it carries one, else downwards
  function named(cells) {
    for (var n = 0; n < Math.min(cells.length, 8); n += 1) {
      var text = cells[n].trim().toLowerCase();
      var row = text && form.querySelector('tr[data-row="' + window.CSS.escape(text) + '"],tr[data-bps="' +
        window.CSS.escape(text) + '"],tr[data-name="' + window.CSS.escape(text) + '"]');
      if (row) return { row: row, values: cells.slice(n + 1) };
    }
    return null;
  }
  function lay(event) {
    var input = event.target;
    if (!input.dataset || !input.dataset.key) return;
    var text = (event.clipboardData || window.clipboardData).getData("text").replace(/\r/g, "").replace(/\n+$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    var block = text.split("\n").map(function (line) { return line.split("\t"); });
    var own = block.map(named), byName = own.filter(Boolean).length * 2 > block.length;
    var rows = Array.from(form.querySelectorAll("tr[data-row]"));
    var first = rows.indexOf(input.closest("tr")), at = input.closest("td").cellIndex, count = 0, left = 0;
    block.forEach(function (cells, n) {
      var row = byName ? own[n] && own[n].row : rows[first + n];
      var values = byName ? (own[n] ? own[n].values : cells) : cells;
      values.forEach(function (found, m) {
        var target = row && row.cells[at + m] && row.cells[at + m].querySelector("input[data-key]");
        if (!target || target.readOnly) { if (found.trim() && number(found) !== null) left += 1; return; }
        if (target.value === found.trim()) return;
        target.value = found.trim();
        typed(target);
        count += 1;
      });
    });
    ratios();
    var told = form.querySelector("[data-pasted]");
    told.hidden = false;
    told.textContent = fill(byName ? words.pastedByName : words.pasted, { n: count }) +
      (left ? " " + fill(words.left, { n: left }) : "");
  }

  // what an earlier visit could not send is put back into its cells and sent now
  Object.keys(box.entries).forEach(function (found) {
    var input = one(found);
    if (!input) { delete box.entries[found]; return; }
    box.entries[found].held = false;
    input.value = box.entries[found].value;
  });
  form.addEventListener("input", function (event) {
    if (event.target.dataset && event.target.dataset.key) { typed(event.target); ratios(); }
  });
  form.addEventListener("keydown", key);
  form.addEventListener("paste", lay);
  form.addEventListener("focusin", function (event) {
    if (event.target.dataset && event.target.dataset.key && event.target.select) event.target.select();
  });
  var hand = document.querySelector("form.next"); // what is typed goes before what is handed in
  if (hand) hand.addEventListener("submit", function (event) {
    if (box.stopped() || !(box.busy() || box.waiting().length)) return;
    event.preventDefault();
    leaving = hand;
    box.send();
  });
  form.querySelectorAll("[data-ask]").forEach(function (found) {
    why(found.id.slice(2), found.textContent);
  });
  form.querySelectorAll("[data-save]").forEach(function (found) { found.hidden = true; });
  ratios();
  box.send();
})();
