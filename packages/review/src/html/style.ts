/** The look of the report: light and dark, narrow and wide, on paper. Texts have a contrast of at least 4.5 to 1. */
export const STYLE = `
:root{color-scheme:light dark;--page:#fff;--card:#f6f8fa;--line:#d0d7de;--text:#1f2328;--soft:#59636e;--link:#0969da;--red:#c21c2c;--amber:#8a5a00;--green:#1a7f37;--red-back:#ffebe9;--amber-back:#fff8c5;--green-back:#dafbe1}
@media (prefers-color-scheme:dark){:root{--page:#0d1117;--card:#161b22;--line:#3d444d;--text:#e6edf3;--soft:#9198a1;--link:#58a6ff;--red:#ff7b72;--amber:#e3b341;--green:#56d364;--red-back:#3c1618;--amber-back:#332700;--green-back:#12301b}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:anywhere}
[hidden]{display:none!important}
a{color:var(--link)}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:var(--card);padding:8px;z-index:2}
header.top,main,footer{max-width:1200px;margin:0 auto;padding:0 16px}
h1{font-size:1.5rem;line-height:1.25;margin:24px 0 8px}
h2{font-size:1.15rem;margin:32px 0 8px;padding-bottom:4px;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:16px 0 8px}
h4{font-size:.85rem;margin:0}
p{margin:8px 0}
code,pre{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,monospace}
code{background:var(--card);border-radius:4px;padding:1px 4px}
pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:12px;overflow:auto}
pre code{padding:0;background:none}
.soft,footer{color:var(--soft)}
.banner{border-left:6px solid var(--soft);background:var(--card);padding:4px 16px 12px;margin:16px 0;border-radius:6px}
.banner.blocked{border-color:var(--red);background:var(--red-back)}
.banner.attention{border-color:var(--amber);background:var(--amber-back)}
.banner.safe,.banner.no-changes{border-color:var(--green);background:var(--green-back)}
.gate{border:1px solid var(--line);border-radius:6px;padding:4px 16px;background:var(--page)}
.bar{position:sticky;top:0;z-index:1;background:var(--page);border-bottom:1px solid var(--line)}
.tools,.bar nav{max-width:1200px;margin:0 auto;padding:8px 16px;display:flex;gap:8px;flex-wrap:wrap;align-items:center}
.bar nav{padding-top:0;gap:4px 14px;font-size:.9rem;flex-wrap:nowrap;overflow-x:auto;white-space:nowrap}
input[type=search]{flex:1 1 220px;min-width:0;font:inherit;padding:6px 10px;border:1px solid var(--soft);border-radius:6px;background:var(--page);color:inherit}
button{font:inherit;padding:6px 12px;border:1px solid var(--soft);border-radius:6px;background:var(--card);color:inherit;cursor:pointer}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.findings{list-style:none;margin:0;padding:0}
.findings li{border:1px solid var(--line);border-left:4px solid var(--soft);border-radius:6px;padding:8px 12px;margin:8px 0;background:var(--card)}
.findings li.blocking{border-left-color:var(--red)}
.findings li.attention{border-left-color:var(--amber)}
.findings p{margin:2px 0}
.findings code{background:var(--page)}
.scroll{overflow-x:auto;max-width:100%;margin:8px 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:6px 10px;border:1px solid var(--line);min-width:9em}
th{background:var(--card);white-space:nowrap}
td.old code{text-decoration:none;background:var(--red-back)}
td.new code{background:var(--green-back)}
details{border:1px solid var(--line);border-radius:6px;margin:8px 0;padding:0 12px}
summary{cursor:pointer;padding:8px 0;font-weight:600}
.fold{padding-bottom:8px}
.nobody{color:var(--red);font-weight:600}
svg.routes{display:block}
.node rect{fill:var(--card);stroke:var(--soft)}
.node text{fill:var(--text);font-size:12px;text-anchor:middle}
.edge{fill:none;stroke:var(--soft);stroke-width:1.5}
.node.lost rect,.edge.lost{stroke:var(--red);stroke-width:2;stroke-dasharray:5 4}
.node.broken rect,.edge.broken{stroke:var(--amber);stroke-width:2;stroke-dasharray:2 3}
.node.added rect,.edge.added{stroke:var(--green);stroke-width:2}
.pair{display:grid;gap:16px}
.pair>*{min-width:0}
@media (min-width:1000px){.pair{grid-template-columns:repeat(auto-fit,minmax(0,1fr))}}
.badge{display:inline-block;border:1px solid var(--line);border-radius:999px;padding:0 8px;font-size:.8rem;font-weight:600;white-space:nowrap}
.badge.red{color:var(--red);border-color:var(--red);background:var(--red-back)}
.badge.amber{color:var(--amber);border-color:var(--amber);background:var(--amber-back)}
.badge.green{color:var(--green);border-color:var(--green);background:var(--green-back)}
figure{margin:0}
figcaption{font-weight:600;color:var(--soft)}
.board{display:grid;grid-template-columns:repeat(24,minmax(0,1fr));grid-auto-rows:minmax(12px,auto);gap:4px;min-width:560px}
.widget{position:relative;border:1px solid var(--line);border-radius:4px;background:var(--card);padding:6px 8px;overflow:hidden;font-size:.75rem}
.widget h4{font-size:.8rem}
.widget p{margin:0}
.widget ul{margin:4px 0 0;padding-left:14px}
.kind{color:var(--soft)}
.threshold{border-top:2px dashed var(--red);margin-top:6px!important;color:var(--red)}
.mark{float:right;border-radius:4px;padding:0 6px;margin-left:4px;font-weight:600}
.widget.added{border-color:var(--green)}.widget.added .mark{background:var(--green-back);color:var(--green)}
.widget.removed{border-color:var(--red)}.widget.removed .mark{background:var(--red-back);color:var(--red)}
.widget.changed{border-color:var(--amber)}.widget.changed .mark{background:var(--amber-back);color:var(--amber)}
footer{margin:32px auto;font-size:.85rem}
section{scroll-margin-top:110px}
@media (max-width:700px){.bar{position:static}section{scroll-margin-top:0}}
@media print{.bar,.skip{display:none}details::details-content{content-visibility:visible;block-size:auto}.scroll{overflow:visible}body{font-size:11px}}
`;
