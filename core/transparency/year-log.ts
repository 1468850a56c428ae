import { invariant } from '../kernel/invariant.ts';
import { isNoteName } from '../tlog/note.ts';
import type { LogId, Staged, YearLog } from './ports.ts';

/** A log before its first entry; `through` is the last block of the books that is in the log of an earlier year. */
export const emptyLog = (id: LogId, through: number): YearLog => ({
  ...{ ...id, revision: 0, through, edge: [], last: [], note: '' },
});

/** The name of a log, and where it is, without a scheme: unique, as no two deployments have the same host. */
export function originOf(host: string, { tenant, year }: LogId): string {
  const origin = `${host}/v1/logs/${encodeURIComponent(tenant)}/${year}`;
  invariant(isNoteName(origin), `the origin of a log has neither spaces nor plus signs: ${origin}`);
  return origin;
}

interface StoredLog {
  readonly version: number;
  readonly through: number;
  readonly edge: readonly (readonly string[])[];
  readonly last: readonly string[];
  readonly note: string;
  readonly staged?: Omit<Staged, 'entries'> & { readonly entries: readonly string[] };
}

const VERSION = 1;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');

/** How a log is kept, without what names it. */
export function yearLogText({ through, edge, last, note, staged }: YearLog): string {
  const stored: StoredLog = {
    ...{ version: VERSION, through, note, last: last.map(base64) },
    edge: edge.map((hashes) => hashes.map(base64)),
    ...(staged !== undefined && { staged: { ...staged, entries: staged.entries.map(base64) } }),
  };
  return JSON.stringify(stored);
}

/** A log as it was kept. */
export function yearLogFrom(id: LogId & Pick<YearLog, 'revision'>, text: string): YearLog {
  const { version, through, edge, last, note, staged } = JSON.parse(text) as StoredLog;
  invariant(version === VERSION, `a log is kept in version ${VERSION}, got ${version}`);
  return {
    ...{ ...id, through, note, last: last.map(bytes) },
    edge: edge.map((hashes) => hashes.map(bytes)),
    ...(staged !== undefined && { staged: { ...staged, entries: staged.entries.map(bytes) } }),
  };
}
