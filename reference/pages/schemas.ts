import { type Html, html, prose } from '../html.ts';
import type { OpenApi } from '../open-api.ts';
import { partsOf, typeOf } from './schema.ts';

/** Everything that has a name of its own, by its name. */
export const schemasPage = ({ components }: OpenApi): Html => html`<h1>Schemas</h1>
<p class="lead">What several operations take or answer, by name, as <a href="openapi.json">the OpenAPI document</a> has it.</p>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<section class="schema" id="${name}">
<h2><a href="#${name}">${name}</a></h2>
<p class="type">${typeOf(schema)}</p>
${schema.description === undefined ? undefined : html`<p>${prose(schema.description)}</p>`}
${partsOf(schema)}
${schema.examples?.map((one) => html`<pre tabindex="0"><code>${JSON.stringify(one, undefined, 2)}</code></pre>`)}
</section>`,
)}`;
