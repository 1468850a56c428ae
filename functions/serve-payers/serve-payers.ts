import { openedCursor, sealedCursor } from '../../core/access/cursor.ts';
import { type ErasureAnswer, notCovered } from '../../core/contract/payers/shapes.ts';
import { rfc3339 } from '../../core/kernel/timestamp.ts';
import type { Pseudonyms } from '../../core/metering/pseudonyms/pseudonyms.ts';
import { erasePayer } from '../../core/payers/erase-payer.ts';
import type { ErasePorts } from '../../core/payers/erase-ports.ts';
import type { Erasure } from '../../core/payers/erasure.ts';
import { exportHeld } from '../../core/payers/export-held.ts';
import type { HeldRecord } from '../../core/payers/ports.ts';
import type { RouteHandlers } from '../middleware/serve-routes.ts';
import { heldAnswer } from './held-answer.ts';

type Handlers = RouteHandlers['ServePayers'];

export interface PayersPorts extends ErasePorts {
  readonly pseudonyms: Pick<Pseudonyms, 'find'> | undefined;
}

const LIMIT_DEFAULT = 200;
/** Lambda answers 6 MB at most: one more record always fits. */
const PAGE_BYTES_MAX = 3 * 1024 * 1024;

/** Answers `/v1/payers`, `/v1/erasures` and `/v1/pseudonyms`. */
export const servePayers = (ports: PayersPorts, bytesMax = PAGE_BYTES_MAX): Handlers => ({
  'GET /v1/payers/{key}/held': async ({ caller, params: { key: payer }, query }) => {
    const { limit = LIMIT_DEFAULT, cursor } = query;
    const fingerprint = JSON.stringify(['GET /v1/payers/{key}/held', payer]);
    const after = cursor === undefined ? undefined : openedCursor(caller, fingerprint, cursor);
    const bytesOf = (record: HeldRecord): number =>
      Buffer.byteLength(JSON.stringify(heldAnswer(record)));
    const asked = { payer, after, limit, bytesMax, bytesOf };
    const { records, next } = await exportHeld(ports, caller.tenant, asked);
    return {
      status: 200,
      body: {
        payer,
        records: records.map(heldAnswer),
        ...(next === undefined ? {} : { nextCursor: sealedCursor(caller, fingerprint, next) }),
      },
    };
  },

  'POST /v1/erasures': async ({ caller, body: { payer, dryRun = false } }) => {
    const done = await erasePayer(ports, caller.tenant, { payer, isDry: dryRun });
    return { status: 200, body: erasureAnswer(payer, dryRun, done) };
  },

  'POST /v1/pseudonyms': async ({ caller, body: { subjects } }) => {
    const found = (await ports.pseudonyms?.find(caller.tenant, [...new Set(subjects)])) ?? [];
    const pseudonyms = [...found].map(([subject, pseudonym]) => ({ subject, pseudonym }));
    return { status: 200, body: { pseudonyms } };
  },
});

const erasureAnswer = (
  payer: string,
  dryRun: boolean,
  { erased, kept, again }: Erasure,
): ErasureAnswer => ({
  payer,
  dryRun,
  erased,
  kept: kept.map(({ until, ...others }) => ({
    ...others,
    until: until === undefined ? null : rfc3339(until),
  })),
  notCovered: [...notCovered],
  ...(again === undefined ? {} : { again: rfc3339(again) }),
});
