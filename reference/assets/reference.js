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
const shownMax = 12;
let entries = [];
let chosen = -1;

form.hidden = false;
input.addEventListener('focus', load, { once: true });
input.addEventListener('input', search);
input.addEventListener('keydown', move);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  found.children[Math.max(chosen, 0)]?.querySelector('a')?.click();
});
document.addEventListener('click', ({ target }) => {
  if (!form.contains(target) || target.matches('.search a')) show([]);
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

/** How well an entry fits; none where a word is not in it. */
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
  if (asked.length === 0) return show([]);
  const ranked = entries
    .map((entry) => ({ entry, rank: rank(entry, asked) }))
    .filter((one) => one.rank < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.rank - b.rank);
  return show(
    ranked.slice(0, shownMax).map(({ entry }) => entry),
    entries.length > 0,
  );
}

function show(list, saysNothing = false) {
  chosen = -1;
  found.replaceChildren(...list.map(item));
  if (saysNothing && list.length === 0) {
    const none = document.createElement('li');
    none.setAttribute('role', 'option');
    none.setAttribute('aria-disabled', 'true');
    none.textContent = 'Nothing is called so. Try a part of a path, a field or a code.';
    found.append(none);
  }
  found.hidden = found.children.length === 0;
  input.setAttribute('aria-expanded', String(!found.hidden));
  input.removeAttribute('aria-activedescendant');
}

function item([href, name, kind], index) {
  const row = document.createElement('li');
  row.id = `found-${index}`;
  row.setAttribute('role', 'option');
  row.setAttribute('aria-selected', 'false');
  const link = document.createElement('a');
  link.href = href;
  link.tabIndex = -1;
  const what = document.createElement('span');
  what.textContent = kind;
  link.append(name, ' ', what);
  row.append(link);
  return row;
}

function move(event) {
  if (event.key === 'Escape') show([]);
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  event.preventDefault();
  const count = found.querySelectorAll('a').length;
  if (count === 0) return;
  const step = event.key === 'ArrowDown' ? 1 : -1;
  chosen = chosen < 0 && step < 0 ? count - 1 : (chosen + step + count) % count;
  for (const [index, row] of [...found.children].entries()) {
    row.setAttribute('aria-selected', String(index === chosen));
  }
  found.children[chosen].scrollIntoView({ block: 'nearest' });
  input.setAttribute('aria-activedescendant', `found-${chosen}`);
}
