"""How the chat page looks, and the one thing it does by itself: a click on a citation opens its passage."""

CSS = """
.gradio-container { max-width: 1440px !important; margin: 0 auto !important; }
.gradio-container { --body-text-color-subdued: var(--neutral-500); }
.dark .gradio-container, .dark.gradio-container { --body-text-color-subdued: var(--neutral-400); }
footer { display: none !important; }
#top h1 { font-size: 1.35rem; font-weight: 650; margin: 0; letter-spacing: -.01em; }
#top p { margin: .1rem 0 0; color: var(--body-text-color-subdued); font-size: .9rem; }
#top p.empty { color: var(--error-text-color); font-weight: 600; }
#chat a[href^="#ev-"] {
  display: inline-block; min-width: 1.5em; padding: 0 .35em; border-radius: .5em; text-align: center;
  font-size: .78em; font-weight: 600; line-height: 1.5; text-decoration: none; vertical-align: .1em;
  color: var(--primary-700); background: var(--primary-100);
}
#chat a[href^="#ev-"]:hover, #chat a[href^="#ev-"]:focus-visible { color: #fff; background: var(--primary-600); }
#chat .placeholder-content, #chat .placeholder { text-align: center; }
#chat .message { font-size: .95rem; color: var(--body-text-color); }
#chat .bot.message { background: none; border: 0; box-shadow: none; }
#chat .bot ul { list-style: none; padding-left: 0; margin: 0; }
#chat .bot li { margin: 0 0 .8rem; padding-left: .85rem; border-left: 3px solid var(--primary-200); }
#chat .bot ul ~ p { margin: .5rem 0 0; font-size: .85em; line-height: 1.5; color: var(--body-text-color-subdued); }
#chat .bot ul ~ p ~ p { display: none; } /* the list of sources: the panel beside it shows the same and more */
@media (min-width: 800px) {
  #beside { height: calc(100vh - 125px); overflow-y: auto; flex-wrap: nowrap; }
  #evidence { flex-shrink: 0; }
}
.evidence h2 { font-size: 1rem; margin: .2rem 0 .6rem; }
.evidence .quiet { color: var(--body-text-color-subdued); }
.evidence summary { cursor: pointer; list-style: none; }
.evidence summary::-webkit-details-marker { display: none; }
.evidence .turn { margin-bottom: .8rem; }
.evidence .turn > summary { font-weight: 600; font-size: .92rem; padding: .3rem 0; }
.evidence .turn > summary span { font-weight: 400; color: var(--body-text-color-subdued); }
.evidence .card {
  margin: .45rem 0; border: 1px solid var(--border-color-primary); border-radius: 10px;
  background: var(--block-background-fill); scroll-margin: 12px;
}
.evidence .card.cited { border-color: var(--primary-500); box-shadow: 0 0 0 2px var(--primary-200); }
.evidence .card summary {
  display: grid; grid-template-columns: auto 1fr; gap: 0 .6rem; align-items: center; padding: .55rem .75rem;
}
.evidence .card details[open] { padding-bottom: .75rem; }
.evidence .card summary b {
  grid-row: span 2; min-width: 1.7em; text-align: center; border-radius: .5em; font-size: .85rem; line-height: 1.7;
  color: var(--primary-700); background: var(--primary-100);
}
.evidence .card .who { font-weight: 600; font-size: .92rem; overflow-wrap: anywhere; }
.evidence .card .who em { font-weight: 400; color: var(--body-text-color-subdued); }
.evidence .card .where { font-size: .82rem; color: var(--body-text-color-subdued); }
.evidence .card h3 { font-size: .92rem; font-weight: 600; margin: .1rem .85rem .4rem; overflow-wrap: anywhere; }
.evidence .card .passage {
  margin: 0 .85rem; padding-left: .8rem; border-left: 3px solid var(--border-color-primary); font-size: .93rem;
  white-space: pre-line; overflow-wrap: anywhere; line-height: 1.55;
}
.evidence mark { background: #ffe58a; color: #1c2733; padding: .05em .1em; border-radius: 3px; }
.evidence .notice {
  margin: .2rem .85rem .5rem; padding: .4rem .6rem; border-radius: 6px; background: #fff4d6; color: #5c4400;
  font-size: .88rem;
}
.evidence .notice.withdrawn { background: #fdecea; color: #7a1c14; }
.evidence .whole, .evidence .source { margin: .5rem .85rem 0; font-size: .85rem; overflow-wrap: anywhere; }
.dark #chat a[href^="#ev-"], .dark .evidence .card summary b {
  color: var(--primary-200); background: var(--primary-800);
}
"""

HEAD = """
<script>
document.addEventListener("click", (event) => {
  const link = event.target.closest ? event.target.closest('a[href*="#ev-"]') : null;
  if (!link) return;
  event.preventDefault();
  const card = document.getElementById(link.getAttribute("href").split("#").pop());
  if (!card) return;
  for (const other of document.querySelectorAll(".evidence .card")) {
    other.classList.toggle("cited", other === card);
    if (other !== card) other.querySelector("details").open = false;
  }
  for (let above = card.parentElement; above; above = above.parentElement)
    if (above.tagName === "DETAILS") above.open = true;
  card.querySelector("details").open = true;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  card.scrollIntoView({ block: "nearest", behavior: still ? "auto" : "smooth" });
  card.querySelector("summary").focus({ preventScroll: true });
}, true);
</script>
"""
