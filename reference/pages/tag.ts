import { titleOf } from '../groups.ts';
import { type Html, html, prose } from '../html.ts';
import type { OpenApi, PlacedOperation } from '../open-api.ts';
import { operationSection } from './operation.ts';

/** All operations of one tag. */
export const tagPage = (
  { name, description }: OpenApi['tags'][number],
  operations: readonly PlacedOperation[],
  { components }: OpenApi,
): Html => html`<h1>${titleOf(name)}</h1>
<p class="lead">${prose(description)}</p>
${operations
  .filter(({ tags: [first] }) => first === name)
  .map((operation) => operationSection(operation, components.schemas))}`;
