import { groups, titleOf } from '../groups.ts';
import { type Html, html, prose } from '../html.ts';
import { hrefOf, type OpenApi, type PlacedOperation } from '../open-api.ts';
import { methodMark } from './operation.ts';

/** The first page: what holds for all operations, and which there are. */
export const overview = (document: OpenApi, operations: readonly PlacedOperation[]): Html => {
  const described = new Map(document.tags.map(({ name, description }) => [name, description]));
  return html`<h1>The HTTP interface</h1>
<p class="lead">Usage in, exact totals out, invoices once a month. What these pages show is made from the
OpenAPI document that this stack answers at <a href="../openapi.json"><code>GET /openapi.json</code></a>;
<a href="openapi.json">here</a> it is as a file.</p>
<h2 id="keys">Where, and with which key</h2>
<p>All examples take two variables: <code>FARTHING_URL</code> is where Farthing is, without a slash at its end;
<code>FARTHING_API_KEY</code> is a key, sent as <code>Authorization: Bearer …</code>.
${prose(document.components.securitySchemes.apiKey.description)}
On your own machine, <code>npm start</code> shows both; in your account, <code>npm run farthing -- keys create</code> makes a key.</p>
<h2 id="conventions">What holds everywhere</h2>
<ul class="conventions">
<li><strong>Decimals are strings.</strong> Read them as decimals: as floats they are no longer exact.</li>
<li><strong>Times</strong> are RFC 3339, in answers in UTC. Months are <code>YYYY-MM</code>, in the time zone of who is billed.</li>
<li><strong>Lists page.</strong> Pass <code>nextCursor</code> as <code>cursor</code>, all else as it was, until there is none.</li>
<li><strong>Requests are read strictly.</strong> A field or parameter that is not known is refused.</li>
<li><strong>Answers may gain members</strong>, and lists of codes may too: read what you know. None is removed or renamed.</li>
<li><strong>Safe to repeat.</strong> Whatever an answer was lost of may be sent again, as it was.</li>
<li><strong>A refusal</strong> is a problem document (RFC 9457), with a <code>code</code> that stays the same for good:
<a href="errors.html">every code, and what to do</a>.</li>
</ul>
<h2 id="programs">For programs</h2>
<p>TypeScript and JavaScript have a client library, <code>@farthing/client</code>, which buffers, retries and outlives a crash.
Types for other languages are generated from <a href="openapi.json">the OpenAPI document</a>.
Language models read <a href="llms.txt">llms.txt</a>, which also lists guides as Markdown, and
<a href="llms-full.txt">all operations as one text</a>.</p>
${groups.map(
  ({ title, tags }) => html`<h2>${title}</h2>
${tags.map(
  (tag) => html`<section class="listed">
<h3><a href="${tag}.html">${titleOf(tag)}</a></h3>
<p>${prose(described.get(tag) ?? '')}</p>
<ul>${operations.filter(({ tags: [first] }) => first === tag).map(listed)}</ul>
</section>`,
)}`,
)}`;
};

const listed = (operation: PlacedOperation): Html =>
  html`<li>${methodMark(operation.method)} <a href="${hrefOf(operation)}"><code>${operation.path}</code></a>
<span>${prose(operation.summary)}</span></li>`;
