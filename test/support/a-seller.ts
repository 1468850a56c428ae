import type { SettingsBody } from '../../core/contract/catalog/settings-shapes.ts';
import { exactText, sumOfExact } from '../../core/kernel/exact-amount.ts';
import { monthFrom } from '../../core/kernel/month.ts';
import { reviewQuarantine } from '../../functions/review-quarantine/review-quarantine.ts';
import { inMemoryFlow } from '../fakes/flow.ts';
import { inMemoryQueue } from '../fakes/queue.ts';
import { type aPlan, aVersion, someSettings } from '../fixtures/plans.ts';
import { aUsageEvent } from '../fixtures/usage-events.ts';
import { asking } from './ask.ts';
import { withBody } from './billed-month.ts';
import { at } from './billed-tenant.ts';
import { billingInterface } from './billing-interface.ts';
import { catalogHandler, quarantineHandler } from './changing-handlers.ts';
import {
  backfillingOn,
  correctingOn,
  follow,
  setUp,
  someBilling,
  use,
  workOff,
} from './some-billing.ts';

/** A line as a customer reads it. */
interface ReadLine {
  readonly kind: string;
  readonly description: string;
  readonly amount: string;
}

interface ReadInvoice {
  readonly number: string | null;
  readonly customer: string;
  readonly period: { readonly start: string; readonly end: string };
  readonly total: string;
  readonly taxes: readonly {
    readonly rate: string;
    readonly base: string;
    readonly amount: string;
  }[];
  readonly lines: readonly ReadLine[];
}

/** A version at so much an event, with a fee for the month. */
export const priced = (unitPrice: string, fee?: string, effectiveFrom = '2020-01-01') =>
  aVersion({
    effectiveFrom,
    charges: [{ meter: 'view', model: 'per_unit', unitPrice }],
    ...(fee === undefined
      ? {}
      : { fixedFees: [{ key: 'base', description: 'Base fee', amount: fee }] }),
  });

/**
 * A seller as its programs see it: everything is put, billed and read over the interface, as time goes on. Its meter is
 * `view`, its months are billed without approval.
 */
export async function aSeller(
  plans: Readonly<Record<string, ReturnType<typeof aPlan>>>,
  settings: Partial<SettingsBody> = {},
) {
  const billing = someBilling();
  await setUp(billing, { settings: someSettings(settings), plans, customers: [] });
  const catalog = asking(
    catalogHandler({ ...billing.rating, backfill: inMemoryQueue(), clock: billing.clock }),
  );
  const ask = billingInterface(billing);
  let done = 0;
  let made = 0;
  const correcting = asking(
    quarantineHandler(
      reviewQuarantine({ ...billing, events: inMemoryQueue(), ...inMemoryFlow() }),
      undefined,
      correctingOn(billing),
      backfillingOn(billing),
    ),
  );
  let followed = 0;
  let corrected = 0;
  const send = async (message: object) => {
    await billing.queue.send([JSON.stringify(message)]);
    done = await workOff(billing, done);
  };
  const invoices = async (query: Readonly<Record<string, string>> = {}) => {
    const { body } = await ask('GET /v1/invoices', { query });
    const listed = body['invoices'] as { readonly id: string }[];
    const read = listed.map(async ({ id }) => {
      const { body: content } = await ask('GET /v1/invoices/{id}', { params: { id } });
      return content as unknown as ReadInvoice & { readonly id: string };
    });
    return Promise.all(read);
  };
  return {
    billing,
    ask,
    invoices,
    isNow(time: string): void {
      billing.time.now = at(time);
    },
    settings: (body: Partial<SettingsBody>) =>
      catalog('PUT /v1/billing-settings', { body: someSettings(body), headers: withBody }),
    put: (key: string, body: object, query: Readonly<Record<string, string>> = {}) =>
      catalog('PUT /v1/customers/{key}', { params: { key }, body: { name: key, ...body }, query }),
    /** Events of a subject, one at each of these times. */
    uses: (subject: string, ...times: readonly string[]) => {
      const events = times.map((time) => {
        made += 1;
        return aUsageEvent({ id: `used ${made}`, subject, occurredAt: at(time) });
      });
      return use(billing, events);
    },
    /** Asks for a run of a month and works it off. */
    bill: async (period: string) => {
      await ask('POST /v1/billing-runs', { body: { period }, headers: withBody });
      done = await workOff(billing, done);
    },
    /** Asks for a correction, or for it to be taken back; totals follow. */
    correct: async (body: object, path = '', key?: string) => {
      corrected += 1;
      const route = path === '' ? 'POST /v1/corrections' : 'POST /v1/corrections/{id}/take-back';
      const answer = await correcting(route, {
        ...{ body, params: { id: path } },
        headers: { ...withBody, 'idempotency-key': key ?? `correction-${corrected}` },
      });
      done = await workOff(billing, done);
      followed = await follow(billing, followed);
      return answer;
    },
    /** Asks of backfill jobs; totals follow. */
    backfill: async (route: string, name: string, body?: object, scopes?: string) => {
      const answer = await correcting(route, {
        ...(body === undefined ? {} : { body, headers: withBody }),
        ...(scopes === undefined ? {} : { scopes }),
        params: { name },
      });
      done = await workOff(billing, done);
      followed = await follow(billing, followed);
      return answer;
    },
    sweep: () => send({ kind: 'sweep', again: false }),
    /** Voids the first invoice of a month, which is to be billed again. */
    voidForRebilling: async (period: string) => {
      const [invoice] = await invoices({ period });
      return ask('POST /v1/invoices/{id}/void', {
        params: { id: invoice?.id ?? '' },
        body: { reason: 'test', afterwards: 'rebill' },
        headers: withBody,
      });
    },
    /** What all documents together have billed of a customer's month. */
    comesTo: async (customer: string, period: string): Promise<string> => {
      const cell = { kind: 'period', month: monthFrom(period), customer } as const;
      const page = await billing.books.read('acme', { cells: [cell] });
      return exactText(sumOfExact((page.at(cell)?.billed ?? []).map(({ exact }) => exact)));
    },
  };
}
