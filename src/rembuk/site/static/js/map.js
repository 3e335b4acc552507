/* Choropleth of register prevalence. Areas with D/S under the limit are hatched, not coloured. */
(function () {
  "use strict";
  var R = window.Rembuk, data = R.data("data-peta"), box = document.getElementById("peta");
  if (!data || !box || !window.echarts) return;
  var hatch = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: Math.PI / 4, color: R.token("ink-2") };

  function look(row) {
    if (row.tutup) return { areaColor: R.token("sunk") };
    if (row.kelas === null) return { areaColor: R.token("surface"), borderType: "dashed" };
    if (row.rendah) return { areaColor: R.token("surface"), decal: hatch };
    return { areaColor: R.prevalence[row.kelas] };
  }

  function draw(shapes) {
    if (!shapes.features.length) { box.hidden = true; return; }
    shapes.features.forEach(function (f) { f.properties.name = f.properties.code; });
    echarts.registerMap("wilayah", shapes);
    var many = shapes.features.length > 16, crowded = R.narrow || many;
    var rows = {};
    data.rows.forEach(function (row) { rows[row.kode] = row; });
    var chart = R.draw("peta", {
      tooltip: Object.assign({}, R.tooltip, {
        formatter: function (p) {
          var row = rows[p.name];
          return row ? row.nama + "\n" + row.kata : "";
        }
      }),
      series: [{
        type: "map", map: "wilayah", nameProperty: "code", aspectScale: 1, roam: false, selectedMode: false,
        left: 4, right: 4, top: 4, bottom: 4, preserveAspect: "contain", // else the box stretches the land
        data: data.rows.map(function (row) {
          var style = look(row), dark = !row.rendah && row.kelas >= 3 && document.documentElement.dataset.theme !== "dark";
          var plain = style.areaColor === R.token("surface");
          return {
            name: row.kode, value: row.nilai, itemStyle: style,
            label: {
              show: !crowded || row.tunjuk, formatter: row.nama.replace(/ (?=\S+$)/, "\n"),
              color: dark ? "#ffffff" : plain ? R.token("ink") : "#1c2630",
              fontFamily: R.token("font"), fontSize: 11.5, lineHeight: 13, fontWeight: 600,
              textBorderColor: style.areaColor, textBorderWidth: 2.5, // knocks the boundary out behind the name
              backgroundColor: row.rendah ? style.areaColor : "transparent", padding: row.rendah ? [1, 3] : 0, borderRadius: 3
            }
          };
        }),
        label: { show: false },
        itemStyle: { borderColor: R.token("prev-line"), borderWidth: 0.9, areaColor: R.token("surface") },
        emphasis: { label: { color: R.token("ink") }, itemStyle: { borderColor: R.token("ink"), borderWidth: 2.5, areaColor: undefined } }
      }]
    });
    if (window.matchMedia("(hover: hover)").matches) chart.on("click", function (p) { if (rows[p.name] && rows[p.name].alamat) window.location.href = rows[p.name].alamat; });
    document.querySelectorAll("tr[data-kode]").forEach(function (row) { // a row under the pointer or in focus lights its area
      var light = function (on) { return function () { chart.dispatchAction({ type: on ? "highlight" : "downplay", name: row.dataset.kode }); }; };
      row.addEventListener("mouseenter", light(true));
      row.addEventListener("mouseleave", light(false));
      row.addEventListener("focusin", light(true));
      row.addEventListener("focusout", light(false));
    });
  }

  fetch(data.batas, { credentials: "same-origin" })
    .then(function (answer) { return answer.ok ? answer.json() : { features: [] }; })
    .then(draw)
    .catch(function () { box.hidden = true; });
})();
