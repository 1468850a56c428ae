import { explainedRejections } from '../core/contract/explained/explained-rejections.ts';
import { rejectionStatus } from '../core/contract/rejection-codes.ts';
import { titleOf } from './groups.ts';
import { hrefOf, type OpenApi, type PlacedOperation } from './open-api.ts';
import { codes } from './pages/errors.ts';

/** What a reader may look for: where it is, what it is called, what kind of thing it is, and other words for it. */
type Entry = readonly [href: string, name: string, kind: string, words: string];

/** A module whose default export is all that can be found. */
export function searchModule(document: OpenApi, operations: readonly PlacedOperation[]): string {
  const entries: readonly Entry[] = [
    ...document.tags.map(
      ({ name, description }): Entry => [`${name}.html`, titleOf(name), 'page', description],
    ),
    ...operations.map(operationEntry),
    ...codes.map(
      (code): Entry => [
        `errors.html#${code}`,
        code,
        explainedRejections[code].means.replaceAll('`', ''),
        String(rejectionStatus[code]),
      ],
    ),
    ...Object.entries(document.components.schemas).map(
      ([name, { description = '', properties = {} }]): Entry => [
        `schemas.html#${name}`,
        name,
        'schema',
        `${description} ${Object.keys(properties).join(' ')}`,
      ],
    ),
  ];
  return `export default ${JSON.stringify(entries)};\n`;
}

function operationEntry(operation: PlacedOperation): Entry {
  const { operationId, method, path, summary, parameters } = operation;
  return [
    hrefOf(operation),
    `${method} ${path}`,
    summary,
    `${operationId} ${parameters.map(({ name }) => name).join(' ')}`,
  ];
}
