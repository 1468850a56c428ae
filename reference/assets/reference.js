/** What pages of the reference do beside being read; without it they are all there, but for the search. */

const storageKey = 'farthing-reference-language';

/** Of a browser that keeps nothing, the choice lasts as long as the page. */
function kept(language) {
  try {
    if (language !== undefined) localStorage.setItem(storageKey, language);
    return localStorage.getItem(storageKey) ?? undefined;
  } catch {
    return language;
  }
}

/** An example's language is chosen for all examples at once. */
function chooseLanguage(language) {
  for (const radio of document.querySelectorAll('.examples input')) {
    if (radio.value === language) radio.checked = true;
  }
}

document.addEventListener('change', ({ target }) => {
  if (!target.matches('.examples input')) return;
  const before = target.getBoundingClientRect().top;
  chooseLanguage(target.value);
  // Examples above have become longer or shorter.
  scrollBy({ top: target.getBoundingClientRect().top - before, behavior: 'instant' });
  kept(target.value);
});
const language = kept();
if (language !== undefined) chooseLanguage(language);
if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();

for (const example of document.querySelectorAll('.example')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(example.querySelector('code').textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Select it, and copy';
      getSelection().selectAllChildren(example.querySelector('code'));
    }
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2_000);
  });
  example.prepend(button);
}

const form = document.querySelector('.search');
const input = form.querySelector('input');
const found = form.querySelector('ul');
const status = form.querySelector('[role="status"]');
const shownMax = 12;
let entries = [];

form.hidden = false;
input.addEventListener('focus', load, { once: true });
input.addEventListener('input', search);
form.addEventListener('keydown', move);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  found.querySelector('a')?.click();
});
document.addEventListener('click', ({ target }) => {
  if (!form.contains(target) || target.matches('.search a')) close();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input, textarea')) return;
  event.preventDefault();
  input.focus();
});

async function load() {
  const module = await import(new URL(form.dataset.index, document.baseURI));
  entries = module.default;
  search();
}

/** How well an entry fits; not at all where a word is not in it. */
function rank([, name, kind, words], asked) {
  const texts = [name, kind, words].map((text) => text.toLowerCase());
  const ranks = asked.map((word) => {
    const at = texts.findIndex((text) => text.includes(word));
    return at === 0 && texts[0].startsWith(word) ? -1 : at < 0 ? Number.POSITIVE_INFINITY : at;
  });
  return ranks.reduce((sum, each) => sum + each, 0);
}

function search() {
  const asked = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (asked.length === 0 || entries.length === 0) return close();
  const ranked = entries
    .map((entry) => ({ entry, rank: rank(entry, asked) }))
    .filter((one) => one.rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, shownMax);
  found.replaceChildren(...ranked.map(({ entry }) => item(entry)));
  found.hidden = ranked.length === 0;
  status.textContent =
    ranked.length === 0
      ? 'Nothing is called so. Try a part of a path, a field or a code.'
      : `${ranked.length} found: the arrow keys go through them.`;
  status.classList.toggle('shown', ranked.length === 0);
}

function close() {
  found.hidden = true;
  found.replaceChildren();
  status.textContent = '';
  status.classList.remove('shown');
}

function item([href, name, kind]) {
  const row = document.createElement('li');
  const link = document.createElement('a');
  link.href = href;
  const what = document.createElement('span');
  what.textContent = kind;
  link.append(name, ' ', what);
  row.append(link);
  return row;
}

/** The field and what was found are one after another, and around again. */
function move(event) {
  if (event.key === 'Escape') {
    input.focus();
    close();
  }
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const stops = [input, ...found.querySelectorAll('a')];
  const step = event.key === 'ArrowDown' ? 1 : -1;
  stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
}
