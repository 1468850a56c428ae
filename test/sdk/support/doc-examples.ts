import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An example of a page. */
export interface DocExample {
  /** The heading that it stands under. */
  readonly heading: string;
  readonly code: string;
  /** What it imports that is neither of Node.js nor ours. */
  readonly needs: readonly string[];
  /** It keeps what it has in a browser. */
  readonly isOfPage: boolean;
}

const page = join(import.meta.dirname, '../../../docs/client.md');

/** All TypeScript of docs/client.md. */
export function docExamples(): readonly DocExample[] {
  let heading = '';
  const parts = readFileSync(page, 'utf8').matchAll(
    /^#+ (?<heading>.+)$|^```ts\n(?<code>[\s\S]*?)^```$/gm,
  );
  return [...parts].flatMap(({ groups: { heading: found, code } = {} }) => {
    heading = found ?? heading;
    if (code === undefined) return [];
    const imported = [...code.matchAll(/from '([^']+)'/g)].map(([, name]) => name ?? '');
    const needs = imported.filter((name) => !/^node:|^@farthing\/client(\/|$)/.test(name));
    return [{ heading, code, needs, isOfPage: code.includes('localStorage') }];
  });
}
