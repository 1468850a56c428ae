import { problemTitle, problemType } from '../../core/contract/problem.ts';
import { type RejectionCode, rejectionStatus } from '../../core/contract/rejection-codes.ts';
import { type Html, html } from '../html.ts';
import { codesOf, hrefOf, type PlacedOperation } from '../open-api.ts';

export const codes = Object.keys(rejectionStatus) as readonly RejectionCode[];

/** Every code that a refusal can have. */
export const errorsPage = (operations: readonly PlacedOperation[]): Html => {
  const refusing = new Map<string, PlacedOperation[]>();
  for (const operation of operations) {
    for (const code of Object.values(operation.responses).flatMap(codesOf)) {
      refusing.set(code, [...(refusing.get(code) ?? []), operation]);
    }
  }
  return html`<h1>Errors</h1>
<p class="lead">What is refused is answered with a problem document (RFC 9457). Its <code>code</code> is one of these, and stays
the same for good; its <code>type</code> is the same as a name. Its <code>detail</code> says what was received and what to do,
<code>param</code> where; quote its <code>requestId</code> to whoever runs the stack.</p>
${codes.map((code) => codeSection(code, refusing.get(code) ?? []))}`;
};

const codeSection = (code: RejectionCode, operations: readonly PlacedOperation[]): Html =>
  html`<section class="code" id="${code}">
<h2><a href="#${code}"><code>${code}</code></a></h2>
<p><strong>${rejectionStatus[code]}</strong> ${problemTitle(code)}. <code>${problemType(code)}</code></p>
${operations.length === 0 ? undefined : refusedBy(operations)}
</section>`;

const refusedBy = (operations: readonly PlacedOperation[]): Html => html`<details>
<summary>What can be refused so: ${operations.length} ${operations.length === 1 ? 'operation' : 'operations'}</summary>
<ul class="columns">${operations.map(
  (operation) => html`<li><a href="${hrefOf(operation)}">${operation.operationId}</a></li>`,
)}</ul>
</details>`;
