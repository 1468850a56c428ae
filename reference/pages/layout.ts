import { groups, titleOf } from '../groups.ts';
import { type Html, html } from '../html.ts';
import type { PlacedOperation } from '../open-api.ts';

/** Names of the files that pages load, by their content. */
export interface Assets {
  readonly icon: string;
  readonly style: string;
  readonly script: string;
  readonly search: string;
}

interface Page {
  readonly title: string;
  /** The file that it is. */
  readonly name: string;
  readonly description: string;
  readonly main: Html;
}

/** What all pages have in common. */
export interface Frame {
  readonly assets: Assets;
  readonly operations: readonly PlacedOperation[];
}

/** A whole page as text. */
export const pageText = ({ title, name, description, main }: Page, frame: Frame): string => {
  const { assets, operations } = frame;
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Farthing</title>
<meta name="description" content="${description}">
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.style}">
<script type="module" src="${assets.script}"></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header>
<a class="brand" href="index.html">Farthing</a> <span class="part">reference</span>
<a class="aside" href="../console/">Console</a>
<a class="to-contents" href="#contents">Contents</a>
<form class="search" role="search" hidden data-index="${assets.search}">
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="operation, field or code">
<ul aria-label="What was found" hidden></ul>
<p role="status"></p>
</form>
</header>
<main id="main" tabindex="-1">
${main}
</main>
<nav id="contents" aria-label="Contents">
${contents(name, operations)}
</nav>
</body>
</html>
`.html
  }`;
};

const contents = (name: string, operations: readonly PlacedOperation[]): Html =>
  html`<ul>
${entry('index.html', 'Overview', name)}
${entry('errors.html', 'Errors', name)}
${entry('schemas.html', 'Schemas', name)}
</ul>
${groups.map(
  ({ title, tags }) => html`<h2>${title}</h2>
<ul>${tags.map((tag) => tagEntry(tag, name, operations))}</ul>`,
)}`;

const entry = (file: string, text: string, name: string): Html =>
  html`<li><a href="${file}"${current(file, name)}>${text}</a></li>`;

const current = (file: string, name: string): Html | undefined =>
  file === name ? html` aria-current="page"` : undefined;

/** On its own page, its operations too. */
function tagEntry(tag: string, name: string, operations: readonly PlacedOperation[]): Html {
  const file = `${tag}.html`;
  const own = file === name ? operations.filter(({ tags: [first] }) => first === tag) : [];
  return html`<li><a href="${file}"${current(file, name)}>${titleOf(tag)}</a>
${
  own.length === 0
    ? undefined
    : html`<ul>${own.map(({ operationId }) => html`<li><a href="#${operationId}">${operationId}</a></li>`)}</ul>`
}</li>`;
}
