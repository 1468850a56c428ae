import { exampleTexts, type Language, languages } from '../examples/examples.ts';
import { type Html, html } from '../html.ts';
import type { PlacedOperation } from '../open-api.ts';

const names: Readonly<Record<Language, string>> = {
  curl: 'curl',
  typescript: 'TypeScript',
  python: 'Python',
};

/** A request of an operation as a program of each language, one of which is shown. */
export function examplesOf({ method, path, operationId }: PlacedOperation): Html {
  const texts = exampleTexts.get(`${method} ${path}`);
  if (texts === undefined) throw new Error(`give ${method} ${path} an example`);
  return html`<fieldset class="examples">
<legend>Example</legend>
${languages.map(
  (
    language,
  ) => html`<input type="radio" name="${operationId}-example" id="${operationId}-${language}"
 value="${language}"${language === 'curl' ? html` checked` : undefined}>
<label for="${operationId}-${language}">${names[language]}</label>`,
)}
${languages.map(
  (language) => html`<div class="example ${language}">
<pre tabindex="0" aria-label="${names[language]}"><code>${texts[language]}</code></pre>
</div>`,
)}
</fieldset>`;
}
