import { usageFailure } from '../failure.ts';
import { isJsonObject, type JsonObject, numberAt, textAt } from '../http/json.ts';

/** An entry that is to be booked, and by what it is. */
export interface ChosenEntry {
  readonly place: number;
  /** Why it may be booked already, where that may be so. */
  readonly doubt?: string;
  /** Of a wallet. */
  readonly topUp?: JsonObject;
  readonly payment?: JsonObject;
  readonly reversal?: JsonObject;
  /** Of direct debits. */
  readonly outcome?: JsonObject;
  /** Of payouts. */
  readonly payouts?: JsonObject;
}

/** What a person has confirmed. */
interface Confirmed {
  readonly confirm?: 'exact' | 'likely';
  readonly entry?: readonly string[];
}

/** Whether an entry is booked, or has told of direct debits or payouts, before. */
export const isKnown = ({ recorded, told }: JsonObject): boolean =>
  recorded !== undefined || told !== undefined;

/** The entries that are confirmed, in the order of the file. What is booked already is not booked again. */
export function chosenEntries(
  entries: readonly JsonObject[],
  { confirm, entry: named = [] }: Confirmed,
): ChosenEntry[] {
  const customers = namedEntries(named);
  for (const place of customers.keys()) requirePlace(entries, place);
  return entries.flatMap((entry): ChosenEntry[] => {
    const place = numberAt(entry, 'place') ?? 0;
    if (isKnown(entry)) return [];
    const customer = customers.get(place);
    if (customers.has(place)) {
      return [ownIn(entry, place, customer) ?? chosenByName(entry, place, customer)];
    }
    const sureness = textAt(entry['proposal'], 'sureness');
    const isConfirmed = confirm !== undefined && (sureness === 'exact' || sureness === confirm);
    return isConfirmed ? [{ place, ...membersOf(entry) }] : [];
  });
}

/** Entries that are named as one customer's and booked as another's: they stay as they are. */
export function bookedOtherwise(
  entries: readonly JsonObject[],
  { entry: named = [] }: Confirmed,
): { readonly place: number; readonly detail: string }[] {
  const customers = namedEntries(named);
  return entries.flatMap(({ place: placed, recorded }) => {
    const place = typeof placed === 'number' ? placed : 0;
    const [said, payer] = [customers.get(place), textAt(recorded, 'customer')];
    if (said === undefined || payer === undefined || said === payer) return [];
    const id = textAt(recorded, 'id') ?? '';
    const detail = `it is booked as ${payer}'s, by ${id}, and stays so: unapply that and move it, if it is ${said}'s`;
    return [{ place, detail }];
  });
}

/** Who is said to have paid which entries: what they paid before may be the very same money. */
export function payersNamed(named: readonly string[]): JsonObject {
  const payers = [...namedEntries(named)].flatMap(([entry, customer]) =>
    customer === undefined ? [] : [{ entry, customer }],
  );
  return payers.length === 0 ? {} : { payers };
}

function namedEntries(texts: readonly string[]): ReadonlyMap<number, string | undefined> {
  return new Map(
    texts.map((text) => {
      const [, place = '', customer] = /^(\d{1,6})(?:=(.+))?$/.exec(text) ?? [];
      if (place === '') {
        throw usageFailure(`name an entry by its place, such as 3 or 3=press-review; got ${text}`);
      }
      return [Number.parseInt(place, 10), customer];
    }),
  );
}

function requirePlace(entries: readonly JsonObject[], place: number): void {
  if (entries.some((entry) => numberAt(entry, 'place') === place)) return;
  throw usageFailure(`the file has no entry ${place}: it has ${entries.length}`);
}

/** What tells of direct debits or payouts, or tops up a wallet, says itself whose it is. */
function ownIn(
  { outcome, payouts, topUp }: JsonObject,
  place: number,
  customer: string | undefined,
): ChosenEntry | undefined {
  if (customer !== undefined) return undefined;
  if (isJsonObject(payouts)) return { place, payouts };
  if (isJsonObject(topUp)) return { place, topUp };
  return isJsonObject(outcome) ? { place, outcome } : undefined;
}

/** Of another customer than the one that is proposed, nothing is known but the money. */
function chosenByName(entry: JsonObject, place: number, customer: string | undefined): ChosenEntry {
  const { payment, reversal, outcome: _, payouts: __, topUp: ___, ...doubt } = membersOf(entry);
  if (customer === undefined) {
    if (reversal !== undefined) return { place, reversal };
    if (payment !== undefined && textAt(payment, 'customer') !== undefined) {
      return { place, payment, ...doubt };
    }
    const why = textAt(entry['proposal'], 'why') ?? '';
    throw usageFailure(
      payment === undefined
        ? `entry ${place} cannot be booked: ${why}`
        : `say whose entry ${place} is, as --entry ${place}=customer: ${why}`,
    );
  }
  if (payment === undefined) throw usageFailure(`entry ${place} is no money of a customer`);
  if (textAt(payment, 'customer') === customer) return { place, payment, ...doubt };
  return { place, ...doubt, payment: { ...payment, customer, apply: 'oldest' } };
}

function membersOf({
  proposal,
  topUp,
  payment,
  reversal,
  outcome,
  payouts,
}: JsonObject): Omit<ChosenEntry, 'place'> {
  const isDoubtful = textAt(proposal, 'mayBe') !== undefined;
  return {
    ...(isDoubtful ? { doubt: textAt(proposal, 'why') ?? '' } : {}),
    ...(isJsonObject(topUp) ? { topUp } : {}),
    ...(isJsonObject(payment) ? { payment } : {}),
    ...(isJsonObject(reversal) ? { reversal } : {}),
    ...(isJsonObject(outcome) ? { outcome } : {}),
    ...(isJsonObject(payouts) ? { payouts } : {}),
  };
}
