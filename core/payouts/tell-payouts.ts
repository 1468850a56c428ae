import { netOf } from '../books/net-payout.ts';
import { sha256 } from '../kernel/digest.ts';
import { amountText, type Nanos, nanosOf } from '../kernel/money.ts';
import { Rejection } from '../kernel/rejection.ts';
import { localStart, type TimeZone } from '../kernel/time-zone.ts';
import type { Timestamp } from '../kernel/timestamp.ts';
import type { RecordedOfPayee } from '../payees/outcome.ts';
import { noteCameBack, type PayeeReturn } from './came-back.ts';
import { endRun } from './end-run.ts';
import { notOpen, runAt } from './move-run.ts';
import { payoutOfReference, runOfBatchName } from './names.ts';
import type { PayoutInBooks, RunPorts, TakenPorts } from './ports.ts';
import { todayOf } from './prepare-run.ts';
import { type PayoutRun, pagesOf } from './run.ts';
import { type TakenByRun, type TakenItem, takenOfRun, versionPaidBy } from './run-items.ts';

/** What a rail has said, and a person has confirmed: of a payout, or of all of a run. */
export interface PayoutOutcome {
  /** `settled`: the money went out; `returned`: it came back, or never went. */
  readonly kind: 'settled' | 'returned';
  /** The id or the reference of a payout, or what a run, or its payments in one currency, are called. */
  readonly of: string;
  /** The rail's own word for it. */
  readonly reference: string;
  /** `YYYY-MM-DD` */
  readonly on: string;
  /** What was paid, without charges; not looked at where it is left out. */
  readonly amount?: Nanos | undefined;
  readonly reason?: string | undefined;
}

/** What became of payouts: of each the last that is known. */
export interface ToldPayout {
  readonly payout: string;
  readonly status: 'settled' | 'returned';
}

type TellingPorts = Pick<RunPorts, 'runs' | 'books' | 'settings' | 'clock' | 'payouts'>;

const PER_DECISION = 100;
const RETURNED = 'returned';

/**
 * Books what a rail has said; a run of which it was the last ends with it. Who was paid what came back is paid no more
 * by the same method, until somebody says so. Told again, it is the same. What came back stays so, whatever is said to
 * be settled after that: banks may debit and credit what they refuse.
 * @throws Rejection `payout.not-found`, `payout.run-not-found`, `payout.run-not-open`, `payout.amount-differs`,
 * `payout.told-otherwise`, `payout.by-contract`, `payout.day-invalid`
 */
export async function tellPayouts(
  ports: TellingPorts,
  tenant: string,
  outcome: PayoutOutcome,
): Promise<readonly ToldPayout[]> {
  const when = await whenTold(ports, tenant, outcome.on);
  const named = runOfBatchName(outcome.of);
  const payouts: readonly Told[] =
    named === undefined
      ? [await oneNamed(ports, tenant, outcome)]
      : await takenOfBatch(ports, await runAt(ports, tenant, named.run), named.currency);
  refuseByContract(payouts);
  refuseAmount(outcome, payouts);
  const concerned = payouts.filter(
    ({ state: { settledBy, returnedBy } }) =>
      returnedBy === undefined && (outcome.kind === 'returned' || settledBy === undefined),
  );
  const { kind, reference, reason = RETURNED } = outcome;
  for (let at = 0; at < concerned.length; at += PER_DECISION) {
    const told = concerned.slice(at, at + PER_DECISION).map(({ payout }) => payout);
    refuseEarly(
      outcome,
      await ports.books.tell(tenant, { kind, payouts: told, ...when, reference, reason }),
    );
  }
  await follow(ports, tenant, { outcome, concerned, payouts });
  return payouts.map(({ payout: { payout }, state: { returnedBy } }) => ({
    payout,
    status: kind === 'returned' || returnedBy !== undefined ? 'returned' : 'settled',
  }));
}

interface Followed {
  readonly outcome: PayoutOutcome;
  /** Of which it was booked now. */
  readonly concerned: readonly Told[];
  readonly payouts: readonly Told[];
}

/** What follows of what a rail has said, once it is booked. All payouts are of one run. */
async function follow(
  ports: TellingPorts,
  tenant: string,
  { outcome, concerned, payouts }: Followed,
): Promise<void> {
  const [first] = payouts;
  const run = first === undefined ? undefined : await ports.runs.get(tenant, first.payout.run);
  if (first === undefined || run === undefined) return;
  if (outcome.kind === 'returned') {
    const { on, reason = RETURNED } = outcome;
    const backs: PayeeReturn[] = [];
    for (const { payout, version: known } of concerned) {
      const version = known ?? (await versionPaidBy(ports, run, payout.payout));
      if (version === undefined) continue;
      backs.push({ payee: payout.payee, payout: payout.payout, version, on, reason });
    }
    await noteCameBack(ports, tenant, { backs, isNew: true });
  }
  await endRun(ports, run, pageToLookAt(run, first.payout.payout));
}

/** Any, by chance: the same for the same payout. */
const pageToLookAt = (run: PayoutRun, payout: string): number =>
  sha256(payout).readUInt32BE(0) % pagesOf(run);

/** A payout that something is told of; of a run as a whole it is known which method it was paid by. */
type Told = TakenItem & Partial<Pick<TakenByRun, 'version'>>;

/** @throws Rejection `payout.by-contract` */
function refuseByContract(payouts: readonly TakenItem[]): void {
  const one = payouts.find(({ payout }) => payout.rail === 'evm');
  if (one === undefined) return;
  const detail = `look at its commit: ${one.payout.payout} is paid by a contract, which nobody else speaks for`;
  throw new Rejection('payout.by-contract', detail);
}

/** @throws Rejection `payout.day-invalid` */
async function whenTold(
  ports: TellingPorts,
  tenant: string,
  on: string,
): Promise<{ readonly at: Timestamp; readonly timeZone: TimeZone }> {
  const { now, today, timeZone } = await todayOf(ports, tenant);
  const at = on === today ? now : localStart(on, timeZone);
  if (at !== undefined && on <= today) return { at, timeZone };
  throw dayInvalid(`give a day that is not to come, got ${on}`);
}

const dayInvalid = (detail: string): Rejection =>
  new Rejection('payout.day-invalid', detail, { param: '/on' });

/** A rail cannot have paid before a payout was taken. */
function refuseEarly({ of, on }: PayoutOutcome, outcomes: readonly RecordedOfPayee[]): void {
  const isEarly = outcomes.some((one) => one.outcome === 'refused' && one.because === 'misdated');
  if (isEarly) throw dayInvalid(`give a day on which ${of} was submitted already, got ${on}`);
}

/** @throws Rejection `payout.not-found`, `payout.told-otherwise` */
async function oneNamed(
  ports: Pick<RunPorts, 'books'>,
  tenant: string,
  outcome: PayoutOutcome,
): Promise<TakenItem> {
  const payout = await payoutNamed(ports, tenant, outcome.of);
  refuseOtherwise(outcome, payout);
  const { settled, returned } = payout;
  return {
    payout,
    state: {
      ...(settled === undefined ? {} : { settledBy: settled.reference }),
      ...(returned === undefined ? {} : { returnedBy: returned.reference }),
    },
  };
}

/** The payout of an id or a reference. @throws Rejection `payout.not-found` */
export async function payoutNamed(
  { books }: Pick<RunPorts, 'books'>,
  tenant: string,
  of: string,
): Promise<PayoutInBooks> {
  const payout = await books.payout(tenant, payoutOfReference(of) ?? of);
  if (payout !== undefined) return payout;
  throw new Rejection(
    'payout.not-found',
    `name a payout by its id or its reference, as its run does, got ${JSON.stringify(of.slice(0, 80))}`,
    { param: '/of' },
  );
}

/**
 * What a run has taken, in one currency where one is named.
 * @throws Rejection `payout.run-not-open`
 */
export async function takenOfBatch(
  ports: TakenPorts,
  run: PayoutRun,
  currency: string | undefined,
): Promise<readonly TakenByRun[]> {
  if (run.status !== 'submitted' && run.status !== 'done') throw notOpen(run, 'paid');
  const taken = await takenOfRun(ports, run);
  return taken.filter(({ payout }) => currency === undefined || payout.currency === currency);
}

/** Of so many that came back, any may be in the one amount or not; of more, all or none. */
const CAME_BACK_MAX = 8;

/**
 * The amounts in which the money of payouts can go out at once. What came back by then may be in it, or not: some banks
 * debit what they refuse, too, and a return may be told before the debit.
 */
export function amountsTogether(payouts: readonly TakenItem[]): readonly Nanos[] {
  const isBack = ({ state }: TakenItem): boolean => state.returnedBy !== undefined;
  const sum = (some: readonly TakenItem[]): bigint =>
    some.reduce((total, { payout }) => total + netOf(payout), 0n);
  const kept = sum(payouts.filter((one) => !isBack(one)));
  const back = payouts.filter(isBack);
  const parts = back.length > CAME_BACK_MAX ? [sum(back)] : back.map((one) => sum([one]));
  const sums = new Set([kept]);
  for (const part of parts) {
    for (const one of [...sums]) sums.add(one + part);
  }
  return [...sums].map(nanosOf);
}

function refuseAmount({ of, amount }: PayoutOutcome, payouts: readonly TakenItem[]): void {
  if (amount === undefined) return;
  const currencies = new Set(payouts.map(({ payout }) => payout.currency));
  const possible = amountsTogether(payouts);
  if (currencies.size === 1 && possible.includes(amount)) return;
  const [currency = 'EUR'] = currencies;
  const shown = possible
    .slice(0, 4)
    .map((one) => amountText(one, currency))
    .join(' or ');
  throw new Rejection(
    'payout.amount-differs',
    currencies.size > 1
      ? `tell of ${of} currency by currency: it pays in ${[...currencies].join(', ')}`
      : `tell of ${of} with ${shown}, without charges; got ${amountText(amount, currency)}`,
    { param: '/amount' },
  );
}

/** Another entry that says the same once more is looked at by a person. */
function refuseOtherwise(
  { kind, of, reference }: PayoutOutcome,
  { settled, returned }: PayoutInBooks,
): void {
  const known = kind === 'settled' ? settled : returned;
  if (known === undefined || known.reference === reference) return;
  throw new Rejection(
    'payout.told-otherwise',
    `look at ${of}: it ${kind === 'settled' ? 'is settled' : 'came back'} already, by ${known.reference}`,
  );
}
