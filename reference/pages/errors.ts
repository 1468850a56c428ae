import { explainedRejections } from '../../core/contract/explained/explained-rejections.ts';
import { problemType } from '../../core/contract/problem.ts';
import { type RejectionCode, rejectionStatus } from '../../core/contract/rejection-codes.ts';
import { type Html, html, joined, prose } from '../html.ts';
import { codesOf, hrefOf, type PlacedOperation } from '../open-api.ts';

export const codes = Object.keys(rejectionStatus) as readonly RejectionCode[];

/** What a code is about: `event` of `event.too-old`. */
const familyOf = (code: string): string => code.split('.')[0] ?? '';

/** Every code that a refusal can have: what it means, and what to do. */
export const errorsPage = (operations: readonly PlacedOperation[]): Html => {
  const families = Map.groupBy(codes, familyOf);
  const refusing = refusingOperations(operations);
  return html`<h1>Errors</h1>
<p class="lead">What is refused is answered with a problem document (RFC 9457). Its <code>code</code> is one of these, and stays
the same for good; its <code>type</code> is the same as a name.</p>
<p>Its <code>detail</code> says what was received and what to do, and <code>param</code> where. Quote its
<code>requestId</code> to whoever runs the stack. Programs decide by <code>code</code>, or by the status where they do not know it.</p>
<p>About: ${joined(
    [...families.keys()].map((family) => html`<a href="#${family}">${family}</a>`),
    ', ',
  )}; and <a href="#without-a-code">what has no code</a>.</p>
${[...families].map(
  ([family, ofFamily]) => html`<h2 id="${family}">${family}</h2>
${ofFamily.map((code) => codeSection(code, refusing.get(code) ?? []))}`,
)}
${withoutCode}`;
};

function refusingOperations(
  operations: readonly PlacedOperation[],
): ReadonlyMap<string, readonly PlacedOperation[]> {
  const refusing = new Map<string, PlacedOperation[]>();
  for (const operation of operations) {
    for (const code of Object.values(operation.responses).flatMap(codesOf)) {
      refusing.set(code, [...(refusing.get(code) ?? []), operation]);
    }
  }
  return refusing;
}

const codeSection = (code: RejectionCode, operations: readonly PlacedOperation[]): Html =>
  html`<section class="code" id="${code}">
<h3><a href="#${code}"><code>${code}</code></a></h3>
<p class="type">${rejectionStatus[code]}, <code>${problemType(code)}</code></p>
<p>${prose(explainedRejections[code].means)}</p>
<p class="fix"><strong>What to do:</strong> ${prose(explainedRejections[code].fix)}</p>
${operations.length === 0 ? undefined : refusedBy(operations)}
</section>`;

const refusedBy = (operations: readonly PlacedOperation[]): Html => html`<details>
<summary>Who refuses so: ${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}</summary>
<ul class="columns">${operations.map(
  (operation) => html`<li><a href="${hrefOf(operation)}">${operation.operationId}</a></li>`,
)}</ul>
</details>`;

/** What the gateway answers before any function, or instead of it: `{"message": …}`. */
const withoutCode = html`<h2 id="without-a-code">Without a code</h2>
<p>What stands before the functions answers some requests by itself, as JSON with a <code>message</code> alone:</p>
<dl class="refusals">
<dt><strong>401</strong></dt><dd>No key was sent. Send <code>Authorization: Bearer …</code>.</dd>
<dt><strong>403</strong></dt><dd>The key is unknown, revoked or at its end. Use one that is in force.</dd>
<dt><strong>413</strong></dt><dd>The body is larger than anything takes. Split it.</dd>
<dt><strong>429</strong></dt><dd>Too many requests came at once. Wait, then send it again.</dd>
<dt><strong>500</strong></dt><dd>It failed without an answer. Send it again, as it was.</dd>
<dt><strong>503</strong></dt><dd>No answer came in time. Send it again, as it was.</dd>
</dl>`;
