/* One place for chart looks: reads the tokens, so charts follow the theme. No inline style, no HTML tooltip (CSP). */
(function () {
  "use strict";
  var css = getComputedStyle(document.documentElement);
  var language = document.documentElement.lang === "en" ? "en-GB" : "id-ID";
  function token(name) { return css.getPropertyValue("--" + name).trim(); }
  var narrow = window.matchMedia("(max-width: 679px)").matches;
  window.Rembuk = {
    token: token,
    narrow: narrow,
    number: function (x, digits) {
      if (x === null || x === undefined) return "\u2013";
      return x.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).replace("-", "\u2212");
    },
    data: function (id) {
      var block = document.getElementById(id);
      return block ? JSON.parse(block.textContent) : null;
    },
    prevalence: [1, 2, 3, 4, 5].map(function (i) { return token("prev-" + i); }),
    text: { fontFamily: token("font"), fontSize: narrow ? 12 : 12.5, color: token("ink-2") },
    tooltip: {
      renderMode: "richText", // HTML tooltips carry style attributes, which a strict CSP refuses
      confine: true,
      backgroundColor: token("surface"),
      borderColor: token("line-strong"),
      padding: [8, 10],
      textStyle: { fontFamily: token("font"), fontSize: 13, color: token("ink"), lineHeight: 19 }
    },
    draw: function (id, option) {
      var chart = echarts.init(document.getElementById(id), null, { renderer: "svg" });
      option.animation = false;
      chart.setOption(option);
      window.addEventListener("resize", function () { chart.resize(); });
      return chart;
    }
  };
})();
