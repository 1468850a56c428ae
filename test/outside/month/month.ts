import { billed, nanos } from '../../e2e/support/billing.ts';
import { LocalFarthing, ours } from '../../e2e/support/local-stack.ts';
import { synthesized } from '../../e2e/support/synthesized.ts';
import { Asking, atOnce, type Held } from './asking.ts';
import { month, payers, setUpMonth } from './catalog.ts';
import { recountFaults } from './recount.ts';
import { stops, trafficOf } from './traffic.ts';

/** One payer in so many has each of its holds looked at. */
const LOOKED_AT_EACH = 10;
const EVENTS_AT_ONCE = 100;

/**
 * A month of five hundred payers that ask before they use, and what some of them use without asking; closed and
 * invoiced. For each payer what it was charged is, line by line and to the nano, what its invoice says.
 */
export async function monthFaults(): Promise<readonly string[]> {
  const cloudAssembly = await synthesized({ 'farthing:front': 'web-function' });
  const farthing = await LocalFarthing.started({ ...ours, cloudAssembly });
  try {
    await farthing.setClock('2026-02-28T12:00:00Z');
    await setUpMonth(farthing);
    const { asking, sent, holds } = await playMonth(farthing);
    await farthing.setClock('2026-04-03T15:00:00Z');
    await farthing.untilSettled();
    const run = await billed(farthing, month);
    if (run.status !== 'done' || run.counts.parked > 0) {
      return [`${month} was not billed: ${JSON.stringify(run)}`];
    }
    const faults = await atOnce(payers, (payer) =>
      recountFaults(farthing, payer, {
        told: asking.told.get(payer.key) ?? { net: 0n, tax: 0n },
        sent: sent.get(payer.key) ?? 0,
      }),
    );
    const looked = holds.filter((_, index) => index % LOOKED_AT_EACH === 0);
    const ofHolds = await atOnce(looked, (hold) => holdFaults(farthing, hold, asking));
    console.log(
      `${payers.length} payers, ${asking.requests} requests, ${holds.length} holds and leases`,
    );
    const check = JSON.parse(await farthing.farthing('books', 'check', '--json')) as {
      readonly faults: readonly object[];
    };
    await farthing.untilSettled();
    return [
      ...faults.flat(),
      ...ofHolds.flat(),
      ...check.faults.map((fault) => `the check of the books: ${JSON.stringify(fault)}`),
    ];
  } finally {
    await farthing.stop();
    await farthing.remove();
  }
}

/** Plays all stops; answers what was asked, sent and held. */
async function playMonth(farthing: LocalFarthing) {
  const asking = new Asking(farthing);
  const sent = new Map<string, number>();
  const holds: Held[] = [];
  for (const [stop, { at, later }] of stops.entries()) {
    const began = performance.now();
    await farthing.setClock(at);
    const traffic = payers.map((payer) => trafficOf(payer, stop));
    const besides = traffic.flatMap((one) => one.besides);
    for (const { subject } of besides) sent.set(subject, (sent.get(subject) ?? 0) + 1);
    for (let from = 0; from < besides.length; from += EVENTS_AT_ONCE) {
      await asking.post('/v1/events', besides.slice(from, from + EVENTS_AT_ONCE));
    }
    const held = await atOnce(
      traffic.flatMap(({ asks }) => asks),
      (one) => asking.ask(one),
    );
    await farthing.setClock(later);
    // The last that was held is ended first.
    const open = held.flatMap((one) => one ?? []).reverse();
    await atOnce(open, (one) => asking.end(one));
    holds.push(...open);
    await farthing.untilSettled();
    const seconds = (performance.now() - began) / 1000;
    console.log(`${at}: ${asking.requests} requests so far, this stop ${seconds.toFixed(0)} s`);
  }
  return { asking, sent, holds };
}

/** Whether a hold is shown as it was ended. */
async function holdFaults(
  farthing: LocalFarthing,
  { id, ends }: Held,
  { ofHolds }: Asking,
): Promise<readonly string[]> {
  const { body } = await farthing.request('GET', `/v1/holds/${id}`);
  const { status, closedBy, charged } = body as Readonly<Record<string, string>> & {
    readonly charged?: { readonly net: string; readonly tax: string };
  };
  const by = { part: 'capture', capture: 'capture', release: 'release', end: 'end' } as const;
  const expected = by[ends.at(-1)?.kind ?? 'end'];
  const told = ofHolds.get(id) ?? { net: 0n, tax: 0n };
  const isRight =
    status === 'closed' &&
    closedBy === expected &&
    nanos(charged?.net ?? '') === told.net &&
    nanos(charged?.tax ?? '') === told.tax;
  return isRight ? [] : [`${id} is shown as ${JSON.stringify(body)}; it was ended by ${expected}`];
}
