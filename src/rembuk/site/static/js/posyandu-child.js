/* The child page: WHO bands behind, the child's own line in front, broken where a month was missed;
   the strip opened at its newest month; an opened identity that closes itself on time. */
(function () {
  "use strict";
  var R = window.Rembuk;
  var source = document.getElementById("data-kurva");
  var charts = source ? JSON.parse(source.textContent) : [];
  var drawn = [];

  function band(lines, low, high, color, floor) {
    // ECharts has no band series: a transparent base and a stacked difference make one
    var upper = lines[high], base = low === null ? upper.map(function (p) { return [p[0], floor]; }) : lines[low];
    band.count = (band.count || 0) + 1;
    var quiet = { type: "line", symbol: "none", stack: "band" + band.count, silent: true, lineStyle: { opacity: 0 }, tooltip: { show: false }, z: 1 };
    return [
      Object.assign({}, quiet, { data: base, areaStyle: { opacity: 0 } }),
      Object.assign({}, quiet, { data: upper.map(function (p, i) { return [p[0], p[1] - base[i][1]]; }), areaStyle: { color: color, opacity: 1 } })
    ];
  }

  function line(points, look, label, size) {
    return {
      type: "line", data: points, symbol: "none", silent: true, z: 2, tooltip: { show: false },
      lineStyle: { color: look[0], width: look[1], type: look[2] || "solid" },
      endLabel: { show: !!label, formatter: label || "", color: R.token("ink-2"), fontFamily: R.token("font"), fontSize: size, distance: 4 },
      labelLayout: { moveOverlap: "shiftY" }
    };
  }

  function looks() {
    var grey = R.token("line-strong"), amber = R.token("soon"), red = R.token("act");
    return {
      "-3": [red, 1.5], "-2": [amber, 1.5, "dashed"], "0": ["#5b8a63", 1.5],
      "1": [amber, 1.5, "dashed"], "2": [amber, 1.5, "solid"], "3": [grey, 1]
    };
  }

  function name(sd) {
    return sd === "0" ? "median" : (sd[0] === "-" ? "\u2212" + sd.slice(1) : "+" + sd) + " SD";
  }

  function bands(chart, piece) {
    var l = piece.lines, high = l["1"] ? "1" : "3";
    var out = [].concat(
      band(l, null, "-3", R.token("band-very-low"), chart.y_min),
      band(l, "-3", "-2", R.token("band-low")),
      band(l, "-2", high, R.token("band-normal")));
    return high === "1" ? out.concat(band(l, "1", "3", R.token("band-high"))) : out;
  }

  function child(chart) {
    var ink = R.token("ink"), surface = R.token("surface");
    var size = chart.dots.length > 14 ? 4.5 : 6;
    var points = chart.dots.map(function (dot, i) {
      if (dot === null || dot.odd) { // a missed month, or a value that cannot be: the line breaks
        var before = chart.dots[i - 1], x = dot ? dot.x : before ? before.x + 0.01 : chart.x_min;
        return { value: [x, null] };
      }
      return {
        value: [dot.x, dot.y], dot: dot, symbolSize: dot.suspected ? size + 3 : size,
        itemStyle: dot.suspected ? { color: surface, borderColor: ink, borderWidth: 2 } : { color: ink }
      };
    });
    return {
      type: "line", data: points, symbol: "circle", symbolSize: 6, showAllSymbol: true, connectNulls: false, z: 5,
      lineStyle: { color: ink, width: 2, opacity: chart.code === "bbtb" ? 0.45 : 1 }, itemStyle: { color: ink },
      tooltip: { formatter: function (p) { return tip(chart, p.data.dot); } }
    };
  }

  function odd(chart) {
    return {
      type: "scatter", symbol: "path://M0 0L8 8M8 0L0 8", symbolSize: 9, z: 6,
      itemStyle: { color: "transparent", borderColor: R.token("soon"), borderWidth: 2 },
      data: chart.dots.filter(function (dot) { return dot && dot.odd; }).map(function (dot) { return { value: [dot.x, dot.y], dot: dot }; }),
      tooltip: { formatter: function (p) { return tip(chart, p.data.dot); } }
    };
  }

  function tip(chart, dot) {
    if (!dot) { return ""; }
    var text = dot.day + "\n" + R.number(dot.y, 1) + " " + chart.unit;
    return dot.z === null ? text : text + " \u00b7 " + R.number(dot.z, 2) + " SD";
  }

  function option(chart, paper) {
    var look = looks(), series = [], text = Object.assign({}, R.text, paper ? { fontSize: 9 } : {});
    var common = { axisLabel: Object.assign({}, text), nameTextStyle: text, axisLine: { lineStyle: { color: R.token("line-strong") } }, splitLine: { lineStyle: { color: R.token("line"), opacity: 0.7 } } };
    chart.pieces.forEach(function (piece, i) {
      var last = i === chart.pieces.length - 1;
      series = series.concat(bands(chart, piece));
      Object.keys(piece.lines).forEach(function (sd) { series.push(line(piece.lines[sd], look[sd], last && !chart.plain ? name(sd) : "", paper ? 8 : 12)); });
    });
    series.push(child(chart), odd(chart));
    return {
      animation: false,
      grid: paper ? { left: 24, right: 40, top: 18, bottom: 28 } : { left: 34, right: 54, top: 26, bottom: 40 },
      tooltip: Object.assign({ trigger: "item" }, R.tooltip),
      xAxis: Object.assign({}, common, { type: "value", min: chart.x_min, max: chart.x_max, interval: (R.narrow || paper) && chart.x_step < 6 ? 6 : chart.x_step, name: chart.x_name, nameLocation: "middle", nameGap: paper ? 16 : 26, splitLine: { show: false } }),
      yAxis: Object.assign({}, common, { type: "value", min: chart.y_min, max: chart.y_max, interval: paper ? 2 * chart.y_step : chart.y_step, axisLabel: Object.assign({}, text, { showMaxLabel: !paper }), name: chart.unit, nameGap: paper ? 8 : 12, axisLine: { show: false }, axisTick: { show: false } }),
      series: series
    };
  }

  if (R && window.echarts) {
    charts.forEach(function (chart) {
      drawn.push(R.draw("kurva-" + chart.code, option(chart, false)));
    });
    // paper is narrower than the screen: draw at the width of a column of A4, then back
    window.addEventListener("beforeprint", function () { redraw(true, { width: charts.length > 2 ? 203 : 300, height: 130 }); });
    window.addEventListener("afterprint", function () { redraw(false, { width: "auto", height: "auto" }); });
  }

  function redraw(paper, size) {
    drawn.forEach(function (chart, i) {
      chart.resize(size);
      chart.setOption(option(charts[i], paper), true);
    });
  }

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); });
  });

  var strip = document.getElementById("pita-nt");
  if (strip) { strip.scrollLeft = strip.scrollWidth; } // the newest month is what matters

  var identity = document.querySelector("[data-until]");
  if (identity) {
    var until = Number(identity.dataset.until) * 1000;
    var timer = window.setInterval(function () {
      if (Date.now() >= until) { // the server has closed it; so must the screen
        window.clearInterval(timer);
        window.location.replace(window.location.pathname);
      }
      identity.classList.toggle("is-ending", until - Date.now() < 60000);
    }, 1000);
  }
})();
