import type { Api, RequestOf } from '../../api.ts';

export type QuarantineFilter = RequestOf<'POST /v1/quarantine/retry'>['body']['filter'];

export type ManyChange =
  | { readonly action: 'retry'; readonly filter: QuarantineFilter }
  | { readonly action: 'dismiss'; readonly filter: QuarantineFilter; readonly reason: string };

export interface ManyDone {
  readonly done: number;
  readonly skipped: number;
}

/**
 * Retries or dismisses all open entries that fit, part by part, and tells of each, until there is no more or it shall
 * stop. Rejects where a part fails: what was told of before is done, and to ask again is safe.
 */
export async function actOnMany(
  api: Api,
  change: ManyChange,
  onPart: (soFar: ManyDone) => void,
  stop: AbortSignal,
): Promise<ManyDone> {
  let soFar: ManyDone = { done: 0, skipped: 0 };
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; ) {
    isFirst = false;
    const part = await askFor(api, change, cursor);
    soFar = { done: soFar.done + part.done, skipped: soFar.skipped + part.skipped };
    onPart(soFar);
    cursor = stop.aborted ? undefined : part.nextCursor;
  }
  return soFar;
}

function askFor(api: Api, change: ManyChange, cursor: string | undefined) {
  const part = { filter: change.filter, ...(cursor === undefined ? {} : { cursor }) };
  const idempotencyKey = crypto.randomUUID();
  if (change.action === 'retry') {
    return api.ask('POST /v1/quarantine/retry', { body: part, idempotencyKey });
  }
  const body = { ...part, reason: change.reason };
  return api.ask('POST /v1/quarantine/dismiss', { body, idempotencyKey });
}

/** A filter with what was written: what was left empty is not asked for. */
export function filterOf(written: Readonly<Record<string, string>>): QuarantineFilter {
  const { reason, source = '', type = '', subject = '' } = written;
  return {
    ...(reason === 'conflict' || reason === 'too-old' ? { reason } : {}),
    ...(source === '' ? {} : { source }),
    ...(type === '' ? {} : { type }),
    ...(subject === '' ? {} : { subject }),
  };
}
