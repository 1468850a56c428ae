import { sha256 } from '../../kernel/digest.ts';
import { Rejection } from '../../kernel/rejection.ts';
import type { Timestamp } from '../../kernel/timestamp.ts';
import { shown } from '../shown.ts';
import { noCounts } from './correcting-events.ts';
import { type CorrectionPorts, isRunning } from './correction-step.ts';
import type { AskedBy, CorrectionRecord, RevisedRecord } from './ports.ts';
import { refuseUnfound } from './refuse-unfound.ts';
import type { SelectionPorts } from './selected-minutes.ts';
import type { AmendmentAsked, Selection } from './selection.ts';
import { settledLevels } from './settled-levels.ts';

/** What corrections are asked for with. */
export interface AskPorts extends CorrectionPorts {
  /** Sees to it that the correction is gone on with in a while, whatever becomes of who asked for it. */
  readonly announce: (tenant: string, id: string) => Promise<void>;
}

/** A correction that is asked for. */
export interface AskedCorrection {
  readonly selection: Selection;
  /** The selection in the names that it was sent with: by it the request is told from others. */
  readonly sent: Selection;
  readonly amend: AmendmentAsked | undefined;
  /** The id of the key that asks, and why. */
  readonly by: string;
  readonly why: string;
  /** What the request is known by: with the same, nothing is corrected twice. */
  readonly key: string;
}

/** Longer than there will be a clock of ours. */
const LATEST = 36 ** 8 - 1;
const NO_PLACE = { status: 'running', counts: noCounts } as const;

/**
 * Puts down a correction that is asked for, or finds the one that its key was sent with before. Nothing is corrected
 * yet.
 * @throws Rejection `correction.event-not-found`, `correction.event-ambiguous`, `correction.already-corrected`,
 * `correction.of-charge`, `correction.level-settled` of an event that is named; `meter.not-found`;
 * `request.idempotency-key-reused`; `queue.unavailable`
 */
export async function askCorrection(
  ports: AskPorts,
  tenant: string,
  asked: AskedCorrection,
): Promise<RevisedRecord> {
  const digest = digestOf([asked.sent, asked.amend ?? null, asked.why]);
  const known = await ports.records.named(tenant, asked.key);
  if (known !== undefined) refuseOther(known.digest, digest);
  const at = ports.clock.now();
  const id = known?.id ?? idAt(at, tenant, asked.key);
  const found = await ports.records.get(tenant, id);
  if (found !== undefined) {
    if (isRunning(found.record)) await ports.announce(tenant, id);
    return found;
  }
  if (known === undefined) {
    await refuseUnsuited(ports, tenant, asked);
    const outcome = await ports.records.name(tenant, asked.key, { id, digest });
    // Somebody sent the same at the same time, or the answer was lost: what stands there counts.
    if (outcome !== 'put') return askCorrection(ports, tenant, asked);
  }
  return begun(ports, tenant, { id, asked, at });
}

async function begun(
  { records, announce }: AskPorts,
  tenant: string,
  { id, asked, at }: { id: string; asked: AskedCorrection; at: Timestamp },
): Promise<RevisedRecord> {
  const { selection, amend, by, why } = asked;
  const record: CorrectionRecord = {
    ...{ id, selection, asked: { by, at, why }, progress: NO_PLACE },
    ...(amend === undefined ? {} : { amend }),
  };
  const next = { revision: 1, record };
  // Before it is put: who dies in between leaves a message of nothing, and never a correction that nobody goes on with.
  await announce(tenant, id);
  if ((await records.put(tenant, next)) === 'put') return next;
  const found = await records.get(tenant, id);
  if (found !== undefined) return found;
  throw new Error(`whether correction ${id} was put is not known: ask again`);
}

/**
 * Puts down that a correction is taken back. Asked for again, it is what it was.
 * @throws Rejection `correction.not-found`, `correction.running` while it is at work, `queue.unavailable`
 */
export async function askTakeBack(
  { records, clock, announce }: Pick<AskPorts, 'records' | 'clock' | 'announce'>,
  tenant: string,
  { id, by, why }: Omit<AskedBy, 'at'> & { readonly id: string },
): Promise<RevisedRecord> {
  for (;;) {
    const current = await findCorrection(records, tenant, id);
    const { record, revision } = current;
    refuseUnfinished(record);
    if (record.takenBack?.progress.status === 'done') return current;
    await announce(tenant, id);
    if (record.takenBack !== undefined) return current;
    const takenBack = { by, why, at: clock.now(), progress: NO_PLACE };
    const next = { revision: revision + 1, record: { ...record, takenBack } };
    if ((await records.put(tenant, next)) === 'put') return next;
  }
}

/** @throws Rejection `correction.not-found` */
export async function findCorrection(
  records: CorrectionPorts['records'],
  tenant: string,
  id: string,
): Promise<RevisedRecord> {
  const found = await records.get(tenant, id);
  if (found !== undefined) return found;
  const detail = `see GET /v1/corrections for what there is: there is no correction ${shown(id)}`;
  throw new Rejection('correction.not-found', detail, { param: 'id' });
}

/** @throws Rejection `correction.running` while what is to be taken back is at work */
export function refuseUnfinished(record: CorrectionRecord): void {
  if (!isRunning(record) || record.takenBack !== undefined) return;
  throw new Rejection(
    'correction.running',
    `wait until GET /v1/corrections/${record.id} says done: it is at work, and is taken back whole`,
  );
}

function refuseOther(known: string, digest: string): void {
  if (known === digest) return;
  throw new Rejection(
    'request.idempotency-key-reused',
    'take another Idempotency-Key: this one belongs to a correction of other events, or for another reason',
    { param: 'idempotency-key' },
  );
}

/** Sorts the last first, and no two requests have the same. */
function idAt(at: Timestamp, tenant: string, key: string): string {
  const order = (LATEST - at).toString(36).padStart(8, '0');
  return `c${order}${digestOf([tenant, key]).slice(0, 8)}`;
}

const digestOf = (value: unknown): string =>
  sha256(JSON.stringify(value)).toString('hex').slice(0, 32);

/**
 * Refuses what no correction is begun for.
 * @throws Rejection as `askCorrection`, but for its key and its queue
 */
export async function refuseUnsuited(
  ports: SelectionPorts & Pick<CorrectionPorts, 'catalogs' | 'clock'>,
  tenant: string,
  { selection, amend }: Pick<AskedCorrection, 'selection' | 'amend'>,
): Promise<void> {
  const { meters } = await ports.catalogs.latest(tenant, 'strong');
  if ('events' in selection) {
    const isSettled = settledLevels(meters, ports.clock.now());
    const types = amend?.type === undefined ? [] : [amend.type];
    return refuseUnfound(ports, tenant, {
      ...selection,
      isSettled: (event) => isSettled(event, types),
    });
  }
  const { meter } = selection.where;
  if (meter === undefined) return;
  if (meters.some(({ key }) => key === meter)) return;
  const detail = `name a meter of GET /v1/meters: there is none with the key ${shown(meter)}`;
  throw new Rejection('meter.not-found', detail, { param: '/where/meter' });
}
