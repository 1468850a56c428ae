import type { CallAnswer, OutboundCall, Rail } from '../../../../core/rails/ports.ts';
import type { RailBooks } from '../../../../core/rails/rail-books.ts';

type Calling = (call: OutboundCall) => Promise<CallAnswer>;

/** A mistake that the simulation must find: what a process works with is seen through it. */
export interface PlantedRailBug {
  readonly name: string;
  readonly says: string;
  readonly outbound?: (call: Calling) => Calling;
  readonly rail?: (rail: Rail, books: RailBooks) => Rail;
  readonly books?: (books: RailBooks) => RailBooks;
}

const SESSIONS = '/v1/checkout/sessions';
const isNewSession = ({ method, url }: OutboundCall): boolean =>
  method === 'POST' && new URL(url).pathname === SESSIONS;

/** Counts up over all processes of a run, and of runs: what matters is that no two are the same. */
let counted = 0;
const next = (): number => {
  counted += 1;
  return counted;
};

const withUnitAmount = (body: string, change: (amount: number) => number): string => {
  const form = new URLSearchParams(body);
  const name = 'line_items[0][price_data][unit_amount]';
  form.set(name, String(change(Number(form.get(name)))));
  return form.toString();
};

/** Every mistake, each alone. */
export const plantedRailBugs: readonly PlantedRailBug[] = [
  {
    name: 'another-key-each-time',
    says: 'a call that was not answered is made again under another key',
    outbound: (call) => (asked) => {
      if (!isNewSession(asked)) return call(asked);
      const key = `${asked.headers['idempotency-key'] ?? ''} ${next()}`;
      return call({ ...asked, headers: { ...asked.headers, 'idempotency-key': key } });
    },
  },
  {
    name: 'booked-before-it-is-paid',
    says: 'money is booked once the payer has a session',
    rail: (rail, books) => ({
      ...rail,
      submit: async (caller, collection) => {
        const submitted = await rail.submit(caller, collection);
        if (submitted.kind !== 'submitted') return submitted;
        const { amount, currency, preparedAt: at } = collection;
        const { reference } = submitted;
        const movement = { kind: 'payment', reference, currency, amount, at } as const;
        await books.book({
          collection,
          payment: reference,
          returns: [],
          movement,
          takenOutOf: undefined,
        });
        return submitted;
      },
    }),
  },
  {
    name: 'unknown-is-failed',
    says: 'a call that was not answered is taken for one that was refused',
    rail: (rail) => ({
      ...rail,
      submit: async (caller, collection) => {
        const submitted = await rail.submit(caller, collection);
        return submitted.kind === 'unknown'
          ? { kind: 'refused', detail: submitted.detail }
          : submitted;
      },
    }),
  },
  {
    name: 'session-is-not-ended',
    says: 'a session for another amount is taken for ended, and stays open',
    rail: (rail) => ({ ...rail, expire: async () => 'expired' }),
  },
  {
    name: 'each-hint-is-a-payment',
    says: 'a movement is booked once for each time that it is told of',
    books: (books) => ({
      ...books,
      book: (moved) => {
        const reference = `${moved.movement.reference}:${next()}`;
        return books.book({ ...moved, movement: { ...moved.movement, reference } });
      },
    }),
  },
  {
    name: 'currency-is-not-looked-at',
    says: 'an amount in another currency is booked as if it were the invoice’s',
    rail: (rail) => ({
      ...rail,
      movements: async (caller, payment) => {
        const moved = await rail.movements(caller, payment);
        if (moved.kind === 'unknown') return moved;
        const movements = moved.movements.map((one) =>
          one.currency === 'USD' ? { ...one, currency: 'EUR' } : one,
        );
        return { ...moved, movements };
      },
    }),
  },
  {
    name: 'nothing-is-asked-for',
    says: 'what Stripe tells of is waited for, and never asked for',
    rail: (rail) => ({
      ...rail,
      changes: async () => ({ kind: 'changes', hints: [], next: undefined }),
    }),
  },
  {
    name: 'yen-in-cents',
    says: 'an amount in yen is sent as a hundred times of it',
    outbound: (call) => (asked) => {
      const { body = '' } = asked;
      if (!isNewSession(asked) || !body.includes('=jpy')) return call(asked);
      return call({ ...asked, body: withUnitAmount(body, (amount) => amount * 100) });
    },
  },
  {
    name: 'gone-is-over',
    says: 'a session that the present key does not find is taken for one that has expired',
    rail: (rail) => ({
      ...rail,
      lookup: async (caller, collection) => {
        const standing = await rail.lookup(caller, collection);
        return standing.kind === 'gone' ? { kind: 'expired' } : standing;
      },
    }),
  },
  {
    name: 'refused-to-end-is-ended',
    says: 'a session that cannot be ended any more, as it is paid, is taken for ended',
    rail: (rail) => ({
      ...rail,
      expire: async (caller, collection) => {
        const outcome = await rail.expire(caller, collection);
        return outcome === 'not-open' ? 'expired' : outcome;
      },
    }),
  },
];
