/* Choropleth of register prevalence. Areas whose coverage is too low are hatched, not coloured. */
(function () {
  "use strict";
  var box = document.getElementById("peta"), source = document.getElementById("data-peta");
  if (!box || !source || !window.echarts) { return; }
  var R = window.Rembuk, rows = JSON.parse(source.textContent);
  var hatch = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: "#46525e" };

  function words(row) {
    if (!row) { return "belum ada data"; }
    var low = row.low ? ", angka belum bisa dibaca" : "";
    var figure = row.hidden ? "cacah kecil disembunyikan" :
      R.number(row.pct, 1) + "% \u00b7 " + R.number(row.n, 0) + " dari " + R.number(row.of, 0);
    return figure + (row.ds === null ? "" : "\nD/S " + R.number(row.ds, 1) + "%" + low);
  }

  function look(row) {
    if (row.low) { return { areaColor: "#ffffff", decal: hatch }; }
    return { areaColor: row["class"] ? R.prevalence[row["class"] - 1] : "#ffffff" };
  }

  function draw(shapes) {
    var known = {}, many = shapes.features.length > 24;
    rows.forEach(function (row) { known[row.code] = row; });
    echarts.registerMap("wilayah", shapes);
    var chart = R.draw("peta", {
      tooltip: Object.assign({}, R.tooltip, {
        formatter: function (p) { return (p.data ? p.data.title : p.name) + "\n" + words(p.data && p.data.row); }
      }),
      series: [{
        type: "map", map: "wilayah", nameProperty: "code", aspectScale: 1, roam: false, selectedMode: false,
        left: 4, right: 4, top: 4, bottom: 4, preserveAspect: "contain", // else the box stretches the land
        data: shapes.features.map(function (feature) {
          var row = known[feature.properties.code];
          var dark = row && !row.low && row["class"] >= 4;
          return {
            name: feature.properties.code, title: feature.properties.name, row: row, value: row ? row.pct : null,
            itemStyle: row ? look(row) : { areaColor: "#ffffff" },
            label: {
              show: !many && (!R.narrow || Boolean(row)), formatter: feature.properties.name,
              color: dark ? "#ffffff" : R.token("ink"), fontFamily: R.token("font"), fontSize: 11.5, fontWeight: 600,
              textBorderColor: dark ? R.prevalence[row["class"] - 1] : "#ffffff", textBorderWidth: 2.5
            }
          };
        }),
        labelLayout: { hideOverlap: true },
        itemStyle: { borderColor: R.token("prev-line"), borderWidth: 0.9 },
        emphasis: { label: { color: R.token("ink") }, itemStyle: { borderColor: R.token("ink"), borderWidth: 2.5, areaColor: undefined } }
      }]
    });
    chart.on("click", function (p) {
      var link = document.querySelector("#tabel-wilayah tr[data-code='" + p.name + "'] th a");
      if (link) { link.click(); }
    });
    // a row under the pointer or in focus lights its area
    document.querySelectorAll("#tabel-wilayah tbody tr").forEach(function (row) {
      var light = function (on) {
        return function () { chart.dispatchAction({ type: on ? "highlight" : "downplay", name: row.dataset.code }); };
      };
      row.addEventListener("mouseenter", light(true));
      row.addEventListener("mouseleave", light(false));
      row.addEventListener("focusin", light(true));
      row.addEventListener("focusout", light(false));
    });
  }

  fetch(box.dataset.batas).then(function (answer) { return answer.json(); }).then(draw).catch(function () {
    box.textContent = "Peta tidak dapat dimuat. Angkanya ada di tabel.";
  });
})();
