// The draft list of a village: sums follow what is typed. The server reads and judges again.
"use strict";
(function () {
  const form = document.getElementById("usulan");
  if (!form) return;
  const number = (text) => {
    let plain = text.trim().toLowerCase().replace(/^rp\.?\s*/, "");
    const word = plain.match(/\s*(ribu|rb|juta|jt|miliar|m)$/);
    const times = word ? { ribu: 1e3, rb: 1e3, juta: 1e6, jt: 1e6, miliar: 1e9, m: 1e9 }[word[1]] : 1;
    if (word) plain = plain.slice(0, -word[0].length);
    if (times === 1 && /^\d{1,3}([.,]\d{3})+$/.test(plain)) plain = plain.replace(/[.,]/g, "");
    plain = plain.replace(",", ".");
    return plain !== "" && /^\d+(\.\d+)?$/.test(plain) ? Number(plain) * times : null;
  };
  const language = document.documentElement.lang === "en" ? "en" : "id";
  const written = (n) => Math.abs(Math.round(n)).toLocaleString(language === "en" ? "en-US" : "id-ID");
  const rupiah = (n) => (n < 0 ? "\u2212" : "") + "Rp" + written(n);
  const limit = form.dataset.limit === "" ? null : Number(form.dataset.limit);
  function add() {
    let total = 0;
    form.querySelectorAll("tbody tr").forEach((row) => {
      const volume = row.querySelector("[data-volume]");
      const price = row.querySelector("[data-price]");
      if (!volume || !price) return;
      const drop = row.querySelector("input[type=checkbox]");
      const one = number(price.value);
      const many = number(volume.value);
      const amount = one === null || many === null ? null : Math.floor(one * many);
      row.querySelector("[data-amount]").textContent = amount === null ? "–" : written(amount);
      if (amount !== null && !(drop && drop.checked)) total += amount;
    });
    form.querySelector("[data-total]").textContent = rupiah(total);
    const rest = form.querySelector("[data-rest]");
    if (rest && limit !== null) {
      rest.textContent = rupiah(limit - total);
      form.querySelector("[data-over]").hidden = limit - total >= 0;
    }
  }
  form.addEventListener("input", add);
  form.addEventListener("change", add);
})();
