"""How the page of an article looks, light and dark, and what it says of its own marks."""

LEGEND = (
    '<p><b class="who">Who</b> is bold and underlined, the <i class="cue">cue</i> that tells how they say it is italic '
    'and dotted, and <span class="what d1"><span class="tag">1[</span>what they say<span class="tag">]1</span></span> '
    "stands between brackets with its number in the table below. What somebody says that somebody else said has "
    'brackets <span class="what d1"><span class="tag">1[</span>inside <span class="what d2"><span class="tag">2[</span>'
    'brackets<span class="tag">]2</span></span><span class="tag">]1</span></span>; words in several pieces have '
    "letters: 3a, 3b. A number leads to its row in the table, and the number in the table back to the text. "
    "<em>Sure</em> says how sure the reading is.</p>"
)

CSS = """
:root {
  color-scheme: light dark;
  --ground: #f5f6f8; --sheet: #fff; --ink: #1b2430; --quiet: #566170; --line: #d9dee5; --accent: #1a4f80;
  --d1: #eaf2fb; --d2: #d5e6f8; --d3: #bfd9f3; --quote: #ffe58a; --quote-ink: #1b2430; --lit: #ffd9b0;
  --careful: #8a3a00; --notice: #fff4d6; --notice-ink: #5c4400; --withdrawn: #fdecea; --withdrawn-ink: #7a1c14;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #11161c; --sheet: #1a2129; --ink: #e6eaef; --quiet: #a5b1be; --line: #35404c; --accent: #8fc3f3;
    --d1: #21303f; --d2: #2b4258; --d3: #365571; --quote: #f2cf5b; --quote-ink: #1b2430; --lit: #593410;
    --careful: #ffb77a; --notice: #4a3a0c; --notice-ink: #ffe9b0; --withdrawn: #4d1f1b; --withdrawn-ink: #ffd8d3;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 30vh; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
header { display: flex; gap: 1.2rem; align-items: baseline; max-width: 76rem; margin: 0 auto; padding: .9rem 1rem; }
header a:first-child { font-weight: 650; font-size: 1.1rem; text-decoration: none; color: var(--ink); }
header a { font-size: .93rem; }
main { max-width: 76rem; margin: 0 auto; padding: 0 1rem 4rem; overflow-wrap: anywhere; }
article, section {
  background: var(--sheet); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; margin-bottom: 1.25rem;
}
article > * { max-width: 44rem; margin-left: auto; margin-right: auto; }
h1 { font-size: 1.7rem; line-height: 1.25; letter-spacing: -.01em; margin-top: .3rem; margin-bottom: .4rem; }
h2 { font-size: 1.2rem; margin: 0 0 .8rem; }
h2 span { font-weight: 400; font-size: .95rem; color: var(--quiet); margin-left: .4rem; }
.facts, .source, .versions { margin-top: 0; margin-bottom: .3rem; font-size: .93rem; color: var(--quiet); }
.facts strong { color: var(--ink); }
.quiet { color: var(--quiet); }
.notice { padding: .55rem .8rem; border-radius: 8px; background: var(--notice); color: var(--notice-ink); }
.notice.withdrawn { background: var(--withdrawn); color: var(--withdrawn-ink); }
.legend { margin-top: 1rem; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: 8px; font-size: .9rem; }
.legend summary { cursor: pointer; font-weight: 600; }
.legend p { margin: .4rem 0; }
.text { font: 1.09rem/1.75 Georgia, "Liberation Serif", serif; margin-top: 1.4rem; }
.text p { margin: 0 0 1.1rem; }
.passage:target { outline: 2px solid var(--accent); outline-offset: 4px; border-radius: 2px; }
b.who { font-weight: 700; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 3px;
  text-decoration-color: var(--accent); }
i.cue { font-style: italic; text-decoration: underline dotted; text-underline-offset: 3px;
  text-decoration-color: var(--accent); }
.d1, .d2, .d3 { background: var(--d1); padding: .1em 0; }
.d2 { background: var(--d2); }
.d3 { background: var(--d3); }
mark { background: none; color: inherit; }
.text mark, .text mark .what, .text mark span { background: var(--quote); color: var(--quote-ink); }
.tag {
  font: 600 .68rem/1 system-ui, sans-serif; color: var(--accent); text-decoration: none; vertical-align: .25em;
  padding: 0 .12em; user-select: none; white-space: nowrap;
}
a.tag:hover, a.tag:target { text-decoration: underline; outline: 2px solid var(--accent); border-radius: 3px; }
.sr {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
  user-select: none;
}
table { width: 100%; border-collapse: collapse; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: .55rem .6rem; border-top: 1px solid var(--line); }
thead th { border-top: 0; font-size: .82rem; color: var(--quiet); font-weight: 600; }
tbody th a { display: inline-block; min-width: 1.9em; text-align: center; border: 1px solid var(--line);
  border-radius: 6px; text-decoration: none; font-weight: 600; }
tr:target > * { background: var(--lit); }
tr:target > th { box-shadow: inset 4px 0 0 var(--accent); }
tr.nested th { padding-left: 1.4rem; }
tr.nested.n2 th, tr.nested.n3 th { padding-left: 2.2rem; }
table { overflow-wrap: break-word; }
td.who { min-width: 9rem; }
td.cue { min-width: 6rem; }
td.what { min-width: 16rem; }
td.stance { white-space: nowrap; }
td.more { font-size: .88rem; min-width: 9rem; }
td.sure { font-variant-numeric: tabular-nums; white-space: nowrap; }
.careful { color: var(--careful); }
q { quotes: "“" "”"; }
@media (max-width: 60rem) {
  html { scroll-padding-top: 20vh; }
  article, section { padding: 1rem; }
  table, tbody, tr, td, tbody th { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { border: 1px solid var(--line); border-radius: 10px; padding: .5rem .7rem; margin-bottom: .7rem; }
  tbody tr.nested { margin-left: 1rem; }
  tr:target { background: var(--lit); }
  tbody th, td, tr.nested th, tr.nested.n2 th, tr.nested.n3 th { border: 0; padding: .15rem 0; }
  tr:target > th { box-shadow: none; }
  td { display: grid; grid-template-columns: 4.5rem 1fr; }
  td::before { content: attr(data-name); color: var(--quiet); font-size: .82rem; padding-top: .1rem; }
  td.stance { white-space: normal; }
  td.none { display: none; }
}
@media print { header, .legend { display: none; } article, section { border: 0; } }
"""
