import type { RatingPorts } from '../billing/ports.ts';
import type { Books } from '../books/books.ts';
import { exactZero, sumOfExact } from '../kernel/exact-amount.ts';
import { inParallel } from '../kernel/in-parallel.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Month } from '../kernel/month.ts';
import { Rejection } from '../kernel/rejection.ts';
import { sumOfEarned } from '../shares/earnings.ts';
import type { Shares } from '../shares/ports.ts';
import { type SharedMonth, sharedMonths } from '../shares/shared-month.ts';
import { awaitedOf } from './awaited.ts';
import type { PayerMark, PayerWorth, ShareMonths, WorthLine } from './ports.ts';

export interface WorthPorts {
  readonly months: ShareMonths;
  readonly books: Books;
  readonly rating: RatingPorts;
  readonly shares: Shares;
}

/** So many payers' usage is held at once. */
const PAYERS_AT_ONCE = 200;
const PUT_AT_ONCE = 16;

/**
 * Finds out again what the month of payers in a part is worth that are marked, some hundred of them, and takes their
 * marks away; `done` where there were none. What was worth something before is read before all that it is made of: so
 * of two that find it out at once the one that knows less is not the last to put it.
 */
export async function findWorths(
  ports: WorthPorts,
  tenant: string,
  of: { readonly month: Month; readonly part: string },
): Promise<'done' | 'more'> {
  const { months, books } = ports;
  const marks = await months.marks(tenant, { ...of, limit: PAYERS_AT_ONCE });
  if (marks.length === 0) return 'done';
  const { month } = of;
  const before = await inParallel(PUT_AT_ONCE, marks, (mark) => months.worth(tenant, mark));
  const payers = marks.map(({ payer }) => payer);
  const awaited = await awaitedOf(books, tenant, { month, payers });
  const shared = await sharedMonths(ports, tenant, { month, payers: awaited });
  await inParallel(PUT_AT_ONCE, marks.entries(), async ([place, mark]) => {
    const known = before[place] ?? nothing(tenant, mark);
    const found = shared.get(mark.payer);
    const worth = worthAfter(known, found);
    if (await isKept(months, known, worth)) await months.unmark(tenant, mark);
  });
  return 'more';
}

const nothing = (tenant: string, { month, payer }: PayerMark): PayerWorth => ({
  ...{ tenant, month, payer, currency: undefined, country: undefined, refused: undefined },
  ...{ amount: exactZero, unshared: exactZero, lines: [], gone: [], revision: 0 },
});

/** What a month is worth by now: nothing where it is open or void, or nothing prices it. */
function worthAfter(before: PayerWorth, found: SharedMonth | Rejection | undefined): PayerWorth {
  const revision = before.revision + 1;
  if (found instanceof Rejection && found.code !== 'customer.unpriced') {
    return { ...before, refused: found.code, revision };
  }
  const { tenant, month, payer } = before;
  const now =
    found === undefined || found instanceof Rejection
      ? nothing(tenant, { month, payer, token: '' })
      : worthFrom(before, found);
  return { ...now, gone: goneAfter(before, now), revision };
}

function worthFrom(before: PayerWorth, found: SharedMonth): PayerWorth {
  const { currency, country, amount, unshared } = found;
  const lines = linesOf(found);
  const parts = lines.flatMap((line) => [line.platform, ...line.payees.map((one) => one.amount)]);
  const all = sumOfExact([...parts, unshared]);
  invariant(
    all === amount,
    `what payees, the platform and nobody have of ${before.month} of ${before.payer} is what was shared, ${amount}e-24, got ${all}e-24`,
  );
  return { ...before, currency, country, amount, unshared, lines, refused: undefined };
}

/** Of a share and a value one line, whichever versions decided: those of which there is anything. */
function linesOf({ lines }: SharedMonth): readonly WorthLine[] {
  const byContent = Map.groupBy(lines, ({ share, value }) => JSON.stringify([share.key, value]));
  return [...byContent.values()].flatMap((versions) => {
    const [first] = versions;
    const of = first?.share.of;
    if (first === undefined || of === undefined) return [];
    const payees = sumOfEarned(versions.flatMap((one) => one.payees)).filter(
      ({ amount }) => amount !== 0n,
    );
    const amount = sumOfExact(versions.map((one) => one.amount));
    const platform = sumOfExact(versions.map((one) => one.platform));
    if (amount === 0n && platform === 0n && payees.length === 0) return [];
    return [
      {
        ...{ share: first.share.key, meter: of.meter, value: first.value },
        quantity: sumOfQuantities(versions),
        ...{ amount, payees, platform },
      },
    ];
  });
}

const sumOfQuantities = (lines: SharedMonth['lines']): WorthLine['quantity'] =>
  lines.map(({ quantity }) => quantity).reduce((sum, one) => (sum + one) as typeof one);

/** Whoever was ever named, and is not any more. */
function goneAfter(before: PayerWorth, now: PayerWorth): PayerWorth['gone'] {
  const there = new Set(now.lines.flatMap((line) => line.payees.map(({ payee }) => payee)));
  const { currency } = before;
  const were =
    currency === undefined
      ? []
      : before.lines.flatMap((line) => line.payees.map(({ payee }) => ({ payee, currency })));
  const gone = [...before.gone, ...were].filter(
    (one) => one.currency !== now.currency || !there.has(one.payee),
  );
  const once = new Map(gone.map((one) => [JSON.stringify([one.payee, one.currency]), one]));
  return [...once.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/** Puts a worth, also of nothing: whoever knows less is not to put it after that. Of one too large, that it is. */
async function isKept(
  months: ShareMonths,
  before: PayerWorth,
  worth: PayerWorth,
): Promise<boolean> {
  const outcome = await months.putWorth(worth);
  if (outcome !== 'too-large') return outcome === 'put';
  const { revision } = worth;
  return (await months.putWorth({ ...before, refused: 'answer.too-large', revision })) === 'put';
}
