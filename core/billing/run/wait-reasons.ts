import { definedOnly } from '../../kernel/defined-only.ts';
import { millisecondsPer, type Period } from '../../kernel/timestamp.ts';
import { lookForRepeats, repeatedReason } from './look-for-repeats.ts';
import { type BegunRun, type RecountMessage, type RepeatsMessage, sendAll } from './message.ts';
import type { BillingRunPorts, WaitReason } from './ports.ts';
import { recountHours } from './reconcile.ts';

/** Totals may lag behind the log by a minute or so: a difference counts when it is still there. */
const TRIES_MAX = 3;

/**
 * Why a run waits: totals that are not what the log comes to, identities that came more than once; what a person has
 * overruled is no reason. What is listed already is asked before anything is recounted, as that is a look and not a
 * month's work.
 */
export async function waitReasonsOf(
  ports: BillingRunPorts,
  run: BegunRun,
  /** How far the run has come; undefined at its beginning. */
  reached: RecountMessage | RepeatsMessage | undefined,
): Promise<readonly WaitReason[] | 'goes-on'> {
  const span = run.checked;
  if (span.start === span.end) return [];
  const before = reached === undefined ? await repeatedReason(ports, run) : undefined;
  if (before !== undefined) return [before];
  const recounted = reached?.phase === 'repeats' ? undefined : { ...span, recounted: reached };
  const drift = recounted === undefined ? undefined : await recount(ports, run, recounted);
  if (drift !== undefined) return drift === 'goes-on' ? drift : [drift];
  const step = reached?.phase === 'repeats' ? reached.step : undefined;
  const repeated = await lookForRepeats(ports, run, { ...span, step });
  if (repeated === 'goes-on') return repeated;
  return repeated === undefined ? [] : [repeated];
}

export const isOverruled = ({ overrides }: BegunRun, code: WaitReason['code']): boolean =>
  overrides.some(({ check }) => check === code);

/** Undefined when every hour is as the log says; otherwise what is not, or that a later message goes on. */
async function recount(
  ports: BillingRunPorts,
  run: BegunRun,
  { start, end, recounted }: Period & { readonly recounted: RecountMessage | undefined },
): Promise<WaitReason | 'goes-on' | undefined> {
  if (isOverruled(run, 'unreconciled')) return undefined;
  const [first, last] = [
    Math.floor(start / millisecondsPer.hour),
    Math.ceil(end / millisecondsPer.hour),
  ];
  const from = Math.max(recounted?.hour ?? first, first);
  const { rating, usageHours, eventsPerMessage: enough } = ports;
  const range = { from, to: last, ...definedOnly({ enough }) };
  const { drift, next } = await recountHours({ ...rating, usageHours }, run.tenant, range);
  if (drift !== undefined) {
    const { hour, detail } = drift;
    const tries = (recounted?.hour === hour ? recounted.tries : 0) + 1;
    if (tries >= TRIES_MAX) return { code: 'unreconciled', detail };
    await sendAll(ports.later, [{ kind: 'run', phase: 'recount', ...run, hour, tries }]);
    return 'goes-on';
  }
  if (next >= last) return undefined;
  await sendAll(ports.billing, [{ kind: 'run', phase: 'recount', ...run, hour: next, tries: 0 }]);
  return 'goes-on';
}
