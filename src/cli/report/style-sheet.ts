/**
 * How the report looks: in light and dark, on a phone and on paper. One accent, hairlines instead of boxes.
 */

export const styleSheet: string = `
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1d1c1a;--soft:#6a665e;--line:#dcd8cf;--accent:#2166ac;--warm:#d9822b;
--text:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif;
--code:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{--paper:#141517;--ink:#e9e7e2;--soft:#a39f97;--line:#34363b;--accent:#6cb1ff;--warm:#f0a35e}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 var(--text);font-variant-numeric:tabular-nums;-webkit-text-size-adjust:100%}
main{max-width:1040px;margin:0 auto;padding:48px 24px 64px}
header{padding-bottom:24px}
h1{font-size:32px;line-height:1.2;font-weight:600;margin:0 0 8px;overflow-wrap:anywhere;letter-spacing:-.01em}
h2{font-size:18px;line-height:1.3;font-weight:600;margin:0 0 4px}
p{margin:0 0 12px;max-width:72ch}
.lead,.note{color:var(--soft)}
.note{font-size:13px}
section{border-top:1px solid var(--line);padding:24px 0 20px}
.scores{display:flex;flex-wrap:wrap;gap:12px 48px;margin:12px 0 4px}
.score b{display:block;font-size:32px;line-height:1.2;font-weight:600}
.score:first-child b{color:var(--accent)}
.score span{display:block;font-size:13px;color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:24px 32px;margin:12px 0 0;align-items:start}
figure{margin:0;min-width:0}
figure svg{display:block;margin-left:-16px}figure .hebb-plot{max-width:calc(100% + 16px)}
figcaption{font-size:13px;color:var(--soft);margin-top:4px;max-width:60ch}
.wide{overflow-x:auto;margin:12px 0 0}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:1.4}
th,td{text-align:left;vertical-align:middle;padding:6px 16px 6px 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
thead th{color:var(--soft);font-weight:400;vertical-align:bottom;white-space:nowrap}
tbody th{font-weight:600;overflow-wrap:break-word;max-width:240px}
.columns{min-width:860px}.columns tbody th{min-width:120px}
.n{text-align:right;white-space:nowrap}
.target th::after{content:"target";margin-left:8px;display:inline-block;font-weight:400;color:var(--accent)}
.unused,.unused th{color:var(--soft);font-weight:400}
td svg{display:block}
.bar{fill:var(--accent)}
.unused .bar{fill:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 24px;margin:12px 0;font-size:13px}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
pre{font:13px/1.6 var(--code);margin:12px 0;padding:12px 0 12px 16px;border-left:2px solid var(--accent);overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere}
.warnings{margin:0;padding:0;list-style:none}
.warnings li{padding-left:16px;border-left:2px solid var(--warm);margin:8px 0}
footer{border-top:1px solid var(--line);padding-top:16px;font-size:13px;color:var(--soft)}
@media(max-width:560px){main{padding:24px 16px 40px}h1{font-size:24px}.score b{font-size:24px}.scores{gap:12px 32px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}}
@media print{@page{margin:16mm}:root{--paper:#fff;color-scheme:light}body{font-size:11pt}main{max-width:none;padding:0 16px}
section,figure,tr,pre{break-inside:avoid}section.long{break-inside:auto}h2{break-after:avoid}.wide{overflow:visible}.columns{min-width:0}.columns tbody th{min-width:0}
.figures{grid-template-columns:1fr 1fr}table{font-size:8.5pt}thead th{white-space:normal}th,td{padding-right:8px}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
`.trim();
