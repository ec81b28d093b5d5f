import { dark, light, marks, type Scheme } from "./palette.ts";

function variables({ paper, ink, muted, line, wash, marks: colours }: Scheme): string {
  const named = marks.map((mark) => `--${mark}:${colours[mark]}`);
  return [`--paper:${paper}`, `--ink:${ink}`, `--muted:${muted}`, `--line:${line}`, `--wash:${wash}`, ...named].join(";");
}

const MARKS = marks.map(
  (mark) => `.bar.${mark},.dot.${mark},.fill.${mark}{fill:var(--${mark})}.line.${mark}{stroke:var(--${mark})}i.${mark}{background:var(--${mark})}`,
);

/**
 * The style sheet of the page. Colours are variables, so that the dark scheme and print change them alone. The letters of charts grow on a phone, where
 * the drawing shrinks. A sheet of paper is as narrow as a phone, but read from nearer. Nothing is styled in place: the page's security policy allows this sheet and no other (page.ts).
 */
export const style = `
:root{${variables(light)};color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
@media print{:root{${variables(light)};color-scheme:light}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK JP",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.page{max-width:1160px;margin:0 auto;padding:32px 24px 64px}
h1,h2,h3,h4{line-height:1.25;font-weight:650;margin:0;text-wrap:balance}
h1{font-size:30px;letter-spacing:-.01em}
h2{font-size:22px;margin-top:48px;padding-top:20px;border-top:2px solid var(--ink)}
h3{font-size:19px;margin-top:40px;padding-top:12px;border-top:1px solid var(--line)}
h4{font-size:16px}
p{margin:0}
a{color:inherit}
.lead{margin-top:8px;max-width:46em;color:var(--muted)}
.facts{display:flex;flex-wrap:wrap;gap:4px 28px;margin:16px 0 0;font-size:14px}
.facts div{display:flex;gap:8px}
.facts dt{color:var(--muted)}
.facts dd{margin:0}
nav ul{display:flex;flex-wrap:wrap;gap:4px 20px;list-style:none;margin:20px 0 0;padding:0;font-size:14px}
nav a{text-decoration-color:var(--line);text-underline-offset:4px}
nav a:hover{text-decoration-color:currentColor}
.headline{display:grid;grid-template-columns:repeat(4,minmax(0,1fr));gap:24px 28px;margin:24px 0 0;padding:0}
.headline div{display:flex;flex-direction:column;border-top:2px solid var(--navy);padding-top:8px}
.headline dt{font-size:14px;color:var(--muted)}
.headline dd{margin:0}
.headline .value{white-space:nowrap;font-size:26px;line-height:1.2;font-weight:600;letter-spacing:-.01em}
.headline .value small{font-size:14px;font-weight:500;color:var(--muted);letter-spacing:0;margin-right:4px}
.headline .change{font-size:13px;color:var(--muted)}
.headline .change span{white-space:nowrap}
.figures{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:32px 40px;margin-top:20px}
figure{margin:0;min-width:0;break-inside:avoid}
.wide{grid-column:1/-1}
figcaption p{font-size:14px;color:var(--muted);margin-bottom:4px}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;list-style:none;margin:2px 0 4px;padding:0;font-size:14px}
.legend i{display:inline-block;width:11px;height:11px;margin-right:6px;border-radius:2px}
svg.chart{display:block;width:100%;height:auto;overflow:visible}
svg.spark{display:block;width:120px;height:26px;margin-top:4px}
svg text{font-size:13px;fill:var(--ink);unicode-bidi:plaintext}
svg text.cell.on{fill:var(--paper)}
svg text.tick{fill:var(--muted)}
.grid{stroke:var(--line)}
.zero,line.tick{stroke:var(--muted)}
.reference{stroke:var(--muted);stroke-dasharray:4 4}
.line{fill:none;stroke-width:2.25;stroke-linejoin:round;stroke-linecap:round}
.spark .line{stroke-width:1.5}
.fill{opacity:.12}
.bar{stroke:var(--paper);stroke-width:.5}
.hit{fill:var(--ink);opacity:0}
.hit:hover{opacity:.07}
${MARKS.join("\n")}
details{margin-top:6px;font-size:14px}
summary{color:var(--muted);cursor:pointer;width:max-content;max-width:100%}
.scroll{overflow-x:auto;max-height:420px}
table{border-collapse:collapse;font-size:14px;margin-top:8px}
caption{text-align:left;color:var(--muted);padding-bottom:4px}
th,td{padding:3px 14px 3px 0;text-align:right;vertical-align:top;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left}
th{font-weight:500}
thead th{color:var(--muted)}
table.words{width:100%}
table.words th,table.words td{white-space:normal;text-align:left}
table.words .place{white-space:nowrap}
td.number,th.number{text-align:right!important;white-space:nowrap!important}
.note{margin-top:20px;padding:12px 16px;background:var(--wash);border-left:4px solid var(--muted)}
.note.failed{border-color:var(--red)}
.note.fine{border-color:var(--teal)}
.note ol{margin:8px 0 0;padding-left:20px}
pre{margin:4px 0 0;font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap}
footer{margin-top:56px;padding-top:12px;border-top:1px solid var(--line);font-size:14px;color:var(--muted)}
@media screen and (max-width:760px){
.page{padding:20px 16px 48px}
.figures{grid-template-columns:minmax(0,1fr)}
.headline{grid-template-columns:repeat(2,minmax(0,1fr));gap:20px 16px}
.headline .value{font-size:22px}
h1{font-size:25px}
svg.chart text{font-size:18px}
}
@media print{
body{font-size:11pt}
.page{max-width:none;padding:0}
nav,details{display:none}
svg.chart text{font-size:16px}
.headline .value{font-size:15pt}
figcaption p,.legend,table,.headline dt,.headline .change{font-size:9pt}
.scroll{overflow:visible;max-height:none}
.headline,tr{break-inside:avoid}
section{break-inside:auto}
h2,h3,h4{break-after:avoid}
.bar,.dot,.fill,.legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;
