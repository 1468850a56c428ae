import { subjectOfKey } from '../../catalog/billed-customer.ts';
import { partitionOf } from '../../metering/log/log-key.ts';
import type { MonthProgress } from './progress.ts';

/** As many as one block of the books has room for; of many customers, messages have more. */
const CUSTOMERS_MIN = 100;
/** So many are rated and booked well before a function's time is up. */
const CUSTOMERS_MAX = 1_000;
/** So that several functions have something to do. */
const MESSAGES_WANTED = 16;
/** A queue takes messages of 256 KB. */
const BYTES_MAX = 200_000;

/**
 * Deals customers out in groups, a message each. Those whose usage stands together go together: a message reads the
 * totals of the partitions that its customers are in. So of many customers a message has more, and each partition is
 * read a few times a run, however many there are.
 *
 * A group of one partition is sent as soon as it is full. So no more are held than a message of each partition.
 */
export async function dealOut(
  due: AsyncIterable<Pick<MonthProgress, 'customer' | 'partition'>>,
  send: (groups: readonly (readonly string[])[]) => Promise<void>,
): Promise<void> {
  const waiting = new Map<number, Group>();
  let all = 0;
  for await (const { customer, partition } of due) {
    all += 1;
    const group = waiting.get(partition);
    if (group?.add(customer) === true) continue;
    if (group !== undefined) await send([inOrderOfNumbers(group.customers)]);
    waiting.set(partition, new Group(CUSTOMERS_MAX, customer));
  }
  const left = [...waiting]
    .sort(([a], [b]) => a - b)
    .flatMap(([, { customers }]) => customers.toSorted());
  const most = Math.min(Math.max(Math.ceil(all / MESSAGES_WANTED), CUSTOMERS_MIN), CUSTOMERS_MAX);
  await send(inGroups(left, most).map(inOrderOfNumbers));
}

function inGroups(customers: readonly string[], most: number): readonly (readonly string[])[] {
  const groups: Group[] = [];
  for (const customer of customers) {
    if (groups.at(-1)?.add(customer) !== true) groups.push(new Group(most, customer));
  }
  return groups.map((group) => group.customers);
}

/** Customers of one message. */
class Group {
  readonly customers: string[];
  readonly #most: number;
  #bytes: number;

  constructor(most: number, customer: string) {
    this.#most = most;
    this.customers = [customer];
    this.#bytes = bytesOf(customer);
  }

  /** False where a message has no room for it. */
  add(customer: string): boolean {
    const bytes = this.#bytes + bytesOf(customer);
    if (this.customers.length === this.#most || bytes > BYTES_MAX) return false;
    this.customers.push(customer);
    this.#bytes = bytes;
    return true;
  }
}

const bytesOf = (customer: string): number => Buffer.byteLength(JSON.stringify(customer));

/** Months of few customers have always been numbered so, whichever subjects their customers have. */
const inOrderOfNumbers = (customers: readonly string[]): readonly string[] =>
  customers
    .toSorted()
    .map((customer) => ({ customer, place: partitionOf(subjectOfKey(customer) ?? customer) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ customer }) => customer);
