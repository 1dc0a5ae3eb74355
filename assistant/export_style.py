"""How an exported page looks: a sheet of paper, light or dark as its reader likes it, and on paper."""

CSS = """
:root {
  color-scheme: light dark;
  --ground: #f3f1ec; --sheet: #fffefb; --ink: #1d2329; --quiet: #5b646d; --line: #dcd8cf; --accent: #7a2e1d;
  --lit: #fff1c4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121416; --sheet: #1b1e21; --ink: #e8e5df; --quiet: #a6adb3; --line: #383d42; --accent: #f0a48e;
    --lit: #4a3d12;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; padding: 2.5rem 1rem; background: var(--ground); color: var(--ink);
  font: 1.0625rem/1.6 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Liberation Serif", serif;
  font-kerning: normal; font-variant-numeric: oldstyle-nums proportional-nums;
}
main {
  max-width: 46rem; margin: 0 auto; padding: 3rem clamp(1.25rem, 6vw, 4rem); background: var(--sheet);
  border: 1px solid var(--line); border-radius: 3px; overflow-wrap: break-word; hyphens: auto;
}
h1, h2, .kind, .when, table, .sources, footer { font-family: "Source Sans 3", "Segoe UI", system-ui, sans-serif; }
.kind { margin: 0; font-size: .8rem; letter-spacing: .09em; text-transform: uppercase; color: var(--accent); }
h1 { margin: .3rem 0 .6rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.012em; text-wrap: balance;
  hyphens: manual; }
h2 { margin: 2.4rem 0 .8rem; padding-top: .8rem; border-top: 1px solid var(--line); font-size: 1.05rem;
  font-weight: 650; }
.lead { margin: 0 0 1.8rem; color: var(--quiet); font-size: .95rem; }
.note { font-style: italic; }
ol.said { list-style: none; margin: 0; padding: 0; }
ol.said > li { margin: 0 0 1.15rem; break-inside: avoid; }
ol.said.dated > li { display: grid; grid-template-columns: 8.5rem 1fr; column-gap: 1.25rem; }
.when { font-size: .88rem; line-height: 1.45; padding-top: .16rem; font-variant-numeric: lining-nums tabular-nums; }
.when b { display: block; font-weight: 650; }
.when span { color: var(--quiet); }
.who { font-weight: 600; }
q { quotes: "“" "”" "‘" "’"; }
mark { background: var(--lit); color: inherit; padding: 0 .1em; border-radius: 2px; }
.ref { font: 600 .74em/1 "Source Sans 3", "Segoe UI", system-ui, sans-serif; vertical-align: .3em;
  text-decoration: none; color: var(--accent);
  padding: 0 .08em; white-space: nowrap; font-variant-numeric: lining-nums; }
.against { color: var(--quiet); font-style: italic; white-space: nowrap; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
:target { background: var(--lit); }
table { width: 100%; border-collapse: collapse; font-size: .92rem; line-height: 1.45; }
th, td { text-align: left; vertical-align: top; padding: .55rem .8rem .55rem 0; border-bottom: 1px solid var(--line); }
thead th { font-size: .78rem; letter-spacing: .05em; text-transform: uppercase; color: var(--quiet); font-weight: 600; }
tbody th { width: 24%; font-weight: 600; }
td.does { color: var(--quiet); font-style: italic; white-space: nowrap; }
td p.denied { margin: .4rem 0 0; padding-left: .8rem; border-left: 2px solid var(--accent); }
.sources { list-style: none; margin: 0; padding: 0; font-size: .9rem; line-height: 1.45; }
.sources li { display: grid; grid-template-columns: 3.2rem 1fr; margin: 0 0 .55rem; break-inside: avoid; }
.sources .number { color: var(--accent); font-weight: 600; font-variant-numeric: lining-nums; padding-right: .5rem; }
.sources cite { font-style: normal; font-weight: 600; }
.sources q { display: block; color: var(--quiet); }
.quiet { color: var(--quiet); }
footer { max-width: 46rem; margin: 1rem auto 0; padding: 0 clamp(1.25rem, 6vw, 4rem); font-size: .82rem;
  color: var(--quiet); }
@media (max-width: 38rem) {
  body { padding: 0; }
  main { border: 0; padding: 1.75rem 1.25rem; }
  ol.said.dated > li { display: block; }
  .when b { display: inline; margin-right: .4rem; }
  table, tbody, tr, tbody th, td { display: block; width: auto; }
  thead { display: none; }
  th, td { border: 0; padding: .1rem 0; }
  tbody { border-bottom: 1px solid var(--line); padding: .5rem 0; }
  tr { padding: 0 0 .35rem; }
}
@page { margin: 20mm 18mm; }
.checked > li { border-left: 3px solid var(--line); padding-left: 1rem; }
.checked > li > div > p { margin: .1rem 0 .3rem; }
.checked .verdict { font: 650 .8rem/1.4 "Source Sans 3", "Segoe UI", system-ui, sans-serif; color: var(--quiet); }
.checked .verdict small { font-weight: 400; }
.checked li:not(.supported) > div > .verdict { color: var(--accent); }
.checked > li:not(.supported) { border-left-color: var(--accent); }
.checked ul { margin: 0; padding-left: 1.1rem; font-size: .9rem; line-height: 1.5; color: var(--quiet); }
.checked ul li { margin: 0 0 .25rem; }
@media print {
  :root { color-scheme: light; --ground: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --line: #bbb;
    --accent: #000; --lit: transparent; }
  body { padding: 0; font-size: 10.5pt; line-height: 1.45; }
  main { max-width: none; border: 0; padding: 0; }
  h2 { break-after: avoid; }
  tbody { break-inside: avoid; }
  .sources a[href]::after { content: " <" attr(href) ">"; overflow-wrap: anywhere; }
  footer { max-width: none; padding: 0; }
}
"""
