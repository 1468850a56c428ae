import type { Books } from '../../../core/books/books.ts';
import type { PrivateKeys, PrivatePasses } from '../../../core/gate/private/ports.ts';
import type { PutOutcome } from '../../../core/kernel/log.ts';
import type { SpendGate } from '../../../core/spend/protocol/ports.ts';
import type { Network } from '../network.ts';
import type { Process } from '../scheduler.ts';

/** Through what a process reaches its stores. */
interface Link {
  readonly network: Network;
  readonly process: Process;
}

/** No answer came: what has no outcome but that it is there is thrown, as the adapter does. */
class NotAnswered extends Error {
  override readonly name = 'TimeoutError';
}

/** What answers something else than an outcome: it is answered, or nobody knows. */
async function done<Answer>(
  { network, process }: Link,
  name: string,
  about: string,
  perform: () => Promise<Answer>,
): Promise<Answer> {
  const answers: (() => Answer)[] = [];
  const outcome = await network.write<string>(process, {
    ...{ name, about: () => about, unanswered: 'unknown' },
    perform: async () => {
      try {
        const answer = await perform();
        answers.push(() => answer);
        return 'done';
      } catch (error) {
        answers.push(() => {
          throw error;
        });
        return 'refused';
      }
    },
  });
  const last = answers.at(-1);
  if (outcome === 'unknown' || last === undefined) throw new NotAnswered(`${name} of ${about}`);
  return last();
}

/** Private passes as one process has them: each call may fail, be lost or be done late. */
export function passesOf(link: Link, stored: PrivatePasses): PrivatePasses {
  const { network, process } = link;
  const read = <Answer>(name: string, perform: () => Promise<Answer>) =>
    network.read(process, { name: `passes.${name}`, about: () => '', perform });
  const put = (name: string, about: () => string, perform: () => Promise<PutOutcome>) =>
    network.write<PutOutcome>(process, {
      ...{ name: `passes.${name}`, about, perform, unanswered: 'unknown' },
    });
  return {
    get: (tenant, key) => read('get', () => stored.get(tenant, key)),
    put: (tenant, record) =>
      put(
        'put',
        () => record.key,
        () => stored.put(tenant, record),
      ),
    list: stored.list,
    epoch: (place) => read('epoch', () => stored.epoch(place)),
    putEpoch: (epoch) =>
      put(
        'putEpoch',
        () => epoch.month,
        () => stored.putEpoch(epoch),
      ),
    publish: (epoch) => done(link, 'passes.publish', epoch.month, () => stored.publish(epoch)),
    byKey: (keyId) => read('byKey', () => stored.byKey(keyId)),
    published: (page) => read('published', () => stored.published(page)),
    sale: (place) => read('sale', () => stored.sale(place)),
    putSale: (sale) =>
      put(
        'putSale',
        () => `${sale.units} ${sale.state} revision ${sale.revision}`,
        () => stored.putSale(sale),
      ),
    sales: (place, page) => read('sales', () => stored.sales(place, page)),
    begin: (sale) => done(link, 'passes.begin', '', () => stored.begin(sale)),
    begun: (page) => read('begun', () => stored.begun(page)),
    over: (sale) => done(link, 'passes.over', '', () => stored.over(sale)),
    spent: (place) => read('spent', () => stored.spent(place)),
    putSpent: (token) =>
      put(
        'putSpent',
        () => `revision ${token.revision}`,
        () => stored.putSpent(token),
      ),
  };
}

export const keysOf = ({ network, process }: Link, stored: PrivateKeys): PrivateKeys => ({
  make: stored.make,
  find: (tenant, keyId) =>
    network.read(process, {
      ...{ name: 'keys.find', about: () => '' },
      perform: () => stored.find(tenant, keyId),
    }),
});

/**
 * What a process decides and books may be done, and it dies or never hears of it. That either fails halfway is tested
 * where they are.
 */
export function spendOf(link: Link, gate: SpendGate): SpendGate {
  const spend = Object.create(gate.spend) as SpendGate['spend'];
  for (const name of ['read', 'find', 'findUnder', 'blocks', 'told'] as const) {
    Object.defineProperty(spend, name, { value: gate.spend[name].bind(gate.spend) });
  }
  const decide: SpendGate['spend']['decide'] = (of, payer, decision) =>
    done(link, 'spend.decide', payer, () => gate.spend.decide(of, payer, decision));
  Object.defineProperty(spend, 'decide', { value: decide });
  const books = Object.create(gate.books) as Books;
  Object.defineProperty(books, 'read', { value: gate.books.read.bind(gate.books) });
  const record: Books['record'] = (of, asked) =>
    done(link, 'books.record', '', () => gate.books.record(of, asked));
  Object.defineProperty(books, 'record', { value: record });
  return { ...gate, spend, books };
}
