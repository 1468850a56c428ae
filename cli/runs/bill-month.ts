import { randomUUID } from 'node:crypto';
import { Failure } from '../failure.ts';
import type { Api } from '../http/api.ts';
import { isJsonObject, type JsonObject, listAt, numberAt, textAt } from '../http/json.ts';
import type { Progress } from '../output/progress.ts';
import type { Shell } from '../shell.ts';

/** Looks are further and further apart: a small month is closed in a second, a large one costs more to look at. */
const pollMs = { first: 200, max: 1000 } as const;
/** A run that makes no progress for so long is left to itself: it goes on without anybody watching. */
const patienceMs = 240_000;

/**
 * Starts the billing run of a month and waits until nothing in it is open, or a check makes it wait; answers where it
 * then stands.
 */
export async function billMonth(
  {
    api,
    shell,
    overrides = [],
  }: {
    readonly api: Api;
    readonly shell: Shell;
    /** Checks that a person lets the month go past, each with the reason. */
    readonly overrides?: readonly JsonObject[];
  },
  period: string,
  onProgress: (progress: Progress) => void,
): Promise<JsonObject> {
  // When a run looked last, by the service's clock, which may not be ours.
  const before = textAt(await runOf(api, period), 'checkedAt');
  await api.call({
    method: 'POST',
    path: '/v1/billing-runs',
    body: JSON.stringify({ period, ...(overrides.length === 0 ? {} : { overrides }) }),
    idempotencyKey: randomUUID(),
  });
  let left = Number.POSITIVE_INFINITY;
  let movedAt = shell.now();
  for (let pause: number = pollMs.first; ; pause = Math.min(2 * pause, pollMs.max)) {
    const run = await runOf(api, period);
    const { open, closed, parked } = countsOf(run);
    const status = textAt(run, 'status');
    const hasLooked = textAt(run, 'checkedAt') !== before;
    if (hasLooked && (status === 'done' || status === 'waiting')) return run;
    if (open < left) [left, movedAt] = [open, shell.now()];
    if (shell.now() - movedAt > patienceMs) {
      throw new Failure(
        `${period} is not closed yet: ${open} customers are open. The run goes on; look again with \`farthing bill\`, which is safe to repeat`,
      );
    }
    const total = open + closed + parked;
    const fraction = total === 0 ? undefined : (total - open) / total;
    onProgress({ fraction, note: `${closed} closed, ${parked} parked, ${open} open` });
    await shell.sleep(pause);
  }
}

async function runOf(api: Api, period: string): Promise<JsonObject> {
  const path = `/v1/billing-runs/${encodeURIComponent(period)}`;
  const { body } = await api.call({ method: 'GET', path, query: { limit: '1000' } });
  if (isJsonObject(body)) return body;
  throw new Failure('the billing run was not answered with a JSON object: is this Farthing?');
}

/** How many customers are where. */
export function countsOf(
  run: JsonObject,
): Record<'open' | 'closed' | 'parked' | 'not-ended', number> {
  const at = (name: string) => numberAt(run['counts'], name) ?? 0;
  return {
    ...{ open: at('open'), closed: at('closed'), parked: at('parked') },
    'not-ended': at('not-ended'),
  };
}

/** A line for each customer that waits for a person, and each check that makes the run wait. */
export function waitingLines(run: JsonObject): string[] {
  const parked = listAt(run, 'customers').filter((one) => textAt(one, 'status') === 'parked');
  return [
    ...listAt(run, 'waitingFor').map((reason) => `waiting: ${textAt(reason, 'detail') ?? ''}`),
    ...parked.map(
      (one) => `parked: ${textAt(one, 'customer') ?? ''}: ${textAt(one, 'detail') ?? ''}`,
    ),
    ...unassignedLine(listAt(run, 'unassigned').map(String)),
  ];
}

const unassignedShown = 3;

function unassignedLine(subjects: readonly string[]): string[] {
  if (subjects.length === 0) return [];
  const more = subjects.length - unassignedShown;
  const shown = subjects.slice(0, unassignedShown).join(', ');
  return [`nobody pays for ${shown}${more > 0 ? ` and ${more} more` : ''}`];
}
