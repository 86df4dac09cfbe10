/** Style and script of the page: no fonts, no network, light and dark. */
export const STYLE = `
:root{color-scheme:light dark;--bg:light-dark(#fbfaf7,#15171a);--card:light-dark(#fff,#1c1f23);--ink:light-dark(#1d2126,#e8e6e1);
--soft:light-dark(#646b73,#9aa1a9);--line:light-dark(#e4e1d9,#2c3036);--good:light-dark(#1a7f5a,#4cc38a);--bad:light-dark(#c0392b,#ff7b6b);--accent:light-dark(#2f5bd0,#86a8ff)}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:15px/1.55 ui-sans-serif,system-ui,"Segoe UI",sans-serif}
header,main{max-width:980px;margin:0 auto;padding:0 24px}
header{padding-top:48px}
.over{margin:0;color:var(--soft);letter-spacing:.04em;font-size:13px}
h1{margin:.1em 0 0;font-size:64px;line-height:1;font-weight:650;letter-spacing:-.03em;font-variant-numeric:tabular-nums}
h1 span{font-size:24px;font-weight:400;color:var(--soft);letter-spacing:0}
h2{font-size:18px;margin:40px 0 12px;font-weight:600}h3{font-size:14px;margin:16px 0 4px}h4{margin:0 0 8px;font-size:15px}
small,.about,.why{color:var(--soft);font-weight:400;font-size:13px}
.verdict{display:inline-block;margin:16px 0 0;padding:6px 14px;border-radius:8px;border:1px solid currentColor}
.open{color:var(--good)}.closed{color:var(--bad)}.closed ul{margin:4px 0;padding-left:20px;overflow-wrap:anywhere}
.tiles{list-style:none;display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr));gap:1px;margin:28px 0 0;padding:0;background:var(--line);border:1px solid var(--line);border-radius:12px;overflow:hidden}
.tiles li{background:var(--card);padding:14px 16px}.tiles strong{display:block;font-size:22px;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:13px}.tiles .bad strong{color:var(--bad)}
.kinds{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}
.kinds th{text-align:left;font-weight:500;padding:5px 12px 5px 0;white-space:nowrap;width:1%}.kinds th span{color:var(--soft);font-weight:400}
.kinds td{padding:5px 0 5px 12px;text-align:right;width:1%;white-space:nowrap}.kinds .bar{width:auto}
.bar i{display:block;height:8px;border-radius:4px;background:var(--good)}
.bar{background:linear-gradient(color-mix(in srgb,var(--bad) 30%,transparent),color-mix(in srgb,var(--bad) 30%,transparent)) 12px center/calc(100% - 12px) 8px no-repeat}
svg{width:100%;height:auto;font-size:11px}svg line{stroke:var(--line)}svg text{fill:var(--soft)}
circle.good{fill:var(--accent);fill-opacity:.55}circle.bad{fill:var(--bad)}line.p95{stroke:var(--ink);stroke-dasharray:4 4}text.p95{fill:var(--ink)}
.chip{display:inline-block;border:1px solid var(--line);border-radius:999px;padding:1px 10px;margin:2px 0;font-size:13px;color:inherit;text-decoration:none}
a.chip:hover{border-color:var(--accent)}.chip.memory{border-style:dashed}
.tools{display:flex;gap:16px;align-items:center;margin-bottom:12px;color:var(--soft)}
.tools input[type=search]{flex:1;font:inherit;padding:8px 12px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:inherit}
.question{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--good);border-radius:8px;margin:6px 0}
.question.failed{border-left-color:var(--bad)}
.question>summary{cursor:pointer;padding:9px 14px;display:flex;gap:16px;justify-content:space-between;list-style:none}
.question>summary b{font-weight:500}.question>summary span{color:var(--soft);font-size:13px;text-align:right}
.question>summary::-webkit-details-marker{display:none}.why{padding:0 14px;margin:0 0 8px}
article{border-top:1px solid var(--line);padding:14px}
.checks{list-style:none;margin:0 0 10px;padding:0;display:flex;flex-wrap:wrap;gap:4px 14px;font-size:13px}
.checks .good::before{content:"✓ ";color:var(--good)}.checks .bad{color:var(--bad);flex-basis:100%;overflow-wrap:anywhere}.checks .bad::before{content:"✗ "}
.answer{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--bg);border-radius:8px;padding:12px 14px;margin:0 0 8px}
mark{background:color-mix(in srgb,var(--good) 18%,transparent);color:inherit;border-radius:3px;padding:0 1px}
mark.derived{background:color-mix(in srgb,var(--accent) 20%,transparent)}mark.passage,mark.memory,mark.question{background:color-mix(in srgb,var(--soft) 22%,transparent)}mark.unbound{background:var(--bad);color:light-dark(#fff,#15171a)}
details details{margin:4px 0;font-size:14px}details details summary{cursor:pointer;color:var(--soft)}
pre{overflow:auto;background:var(--bg);padding:12px;border-radius:8px;font-size:13px}code{font-family:ui-monospace,monospace;font-size:12.5px}
.trace code{display:block;white-space:pre-wrap;color:var(--soft)}.scroll{overflow:auto}
.scroll table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}.scroll :is(th,td){border-bottom:1px solid var(--line);padding:3px 12px 3px 0;text-align:left}
.error{color:var(--bad)}[hidden]{display:none}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`;

export const SCRIPT = `
const all=[...document.querySelectorAll(".question")],search=document.querySelector("input[type=search]"),failed=document.getElementById("failed"),count=document.getElementById("count");
function show(){const words=search.value.toLowerCase();let shown=0;
for(const one of all){const fits=one.querySelector("summary").textContent.toLowerCase().includes(words)&&(!failed.checked||one.classList.contains("failed"));one.hidden=!fits;if(fits)shown++}
count.textContent=shown+" shown"}
search.addEventListener("input",show);failed.addEventListener("change",show);show();
function open(){const one=document.getElementById(location.hash.slice(1));if(one instanceof HTMLDetailsElement){one.hidden=false;one.open=true;one.scrollIntoView()}}
addEventListener("hashchange",open);open();
`;
