import { storedObjectFrom } from '../kernel/stored.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { type ExportRun, exportReasons } from './ports.ts';

const VERSION = 1;

/** A run as text, but for whose it is, and its revision. */
export function exportRunText({
  tenant: _tenant,
  id: _id,
  revision: _,
  ...run
}: ExportRun): string {
  return JSON.stringify({ version: VERSION, ...run });
}

export function exportRunFrom(
  of: Pick<ExportRun, 'tenant' | 'id' | 'revision'>,
  text: string,
): ExportRun {
  const run = storedObjectFrom(text, 'a run of an export');
  run.version(VERSION);
  return {
    ...of,
    reason: run.oneOf('reason', exportReasons),
    askedAt: timestampOf(run.integer('askedAt')),
    ...{ from: run.text('from'), to: run.text('to'), next: run.text('next') },
    ...(run.has('doneAt') ? { doneAt: timestampOf(run.integer('doneAt')) } : {}),
    ...{ files: run.integer('files'), rows: run.integer('rows'), bytes: run.integer('bytes') },
  };
}
