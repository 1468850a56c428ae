import { setTimeout as sleep } from 'node:timers/promises';
import { jsonFrom, listAt, textAt } from '../../../cli/http/json.ts';
import { type Interface, wholeList } from '../play/interface.ts';
import type { Office } from '../play/office.ts';
import { firstDay, meters } from '../play/tenants.ts';
import { type JournalDocument, owedBy, postedBy, subjectKey, type Used } from './expected.ts';

/** Something that has to hold, and what does not where it does not. */
export interface Check {
  readonly name: string;
  readonly faults: readonly string[];
}

export interface Played {
  /** `YYYY-MM`, in order. */
  readonly months: readonly string[];
  /** The first of the month after them. */
  readonly end: string;
  readonly used: ReadonlyMap<string, Used>;
}

/** What has to hold of one tenant when all is at rest and its months are closed. */
export async function checksOf(office: Office, played: Played): Promise<readonly Check[]> {
  const journal = await journalOf(office.api);
  return [
    { name: 'usage is what was accepted', faults: await usageFaults(office, played) },
    {
      name: 'each month of each customer is closed once',
      faults: closings(office, played, journal),
    },
    { name: 'numbers have no gap', faults: numberFaults(journal) },
    {
      name: 'what is billed and carried is what was used',
      faults: amounts(office, played, journal),
    },
    { name: 'each payment is booked once', faults: payments(office, journal) },
    { name: 'the books check is clean', faults: await booksFaults(office.api) },
    { name: 'nothing is left unbilled', faults: await unbilled(office.api, played) },
  ].map(({ name, faults }) => ({
    name,
    faults: faults.map((fault) => `${office.tenant.name}: ${fault}`),
  }));
}

async function usageFaults({ tenant, api }: Office, { end, used }: Played): Promise<string[]> {
  const faults: string[] = [];
  const found = await usageShown(api, end);
  for (const subject of tenant.customers.flatMap(({ subjects }) => subjects)) {
    const expected = used.get(subjectKey(tenant.name, subject)) ?? { views: 0, kilobytes: 0 };
    for (const [meter, value] of Object.entries(expected)) {
      const shown = found.get(JSON.stringify([meter, subject])) ?? '0';
      found.delete(JSON.stringify([meter, subject]));
      if (shown !== String(value)) {
        faults.push(`${meter} of ${subject}: ${value} were accepted, ${shown} are shown`);
      }
    }
  }
  return [
    ...faults,
    ...[...found].map(([row, value]) => `${row} has ${value}, and nobody sent that`),
  ];
}

/** What is shown of each meter and subject, by both. */
async function usageShown(api: Interface, end: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const meter of Object.keys(meters)) {
    for (const [from, to] of years(end)) {
      const query = `meter=${meter}&from=${from}&to=${to}&groupBy=subject&limit=10000`;
      for (const row of await wholeList(api, `/v1/usage?${query}`, 'rows')) {
        const key = JSON.stringify([meter, textAt(row, 'subject')]);
        found.set(key, String(BigInt(found.get(key) ?? '0') + BigInt(textAt(row, 'value') ?? '0')));
      }
    }
  }
  return found;
}

/** From the first day on until another: usage is asked for 400 days at most. */
function years(end: string): readonly (readonly [from: string, to: string])[] {
  const parts: [string, string][] = [];
  for (let from = firstDay; from < end; ) {
    const next = `${Number(from.slice(0, 4)) + 1}-01-01`;
    const to = next < end ? next : end;
    parts.push([from, to]);
    from = to;
  }
  return parts;
}

async function journalOf({ askFor }: Interface): Promise<readonly JournalDocument[]> {
  return (await wholeList(
    { askFor } as Interface,
    '/v1/books?format=json',
    'documents',
  )) as readonly JournalDocument[];
}

const isClosing = ({ kind }: JournalDocument): boolean =>
  kind === 'invoice' || kind === 'statement';

function closings(
  { tenant }: Office,
  { months }: Played,
  journal: readonly JournalDocument[],
): string[] {
  const closed = new Map<string, number>();
  for (const { customer, period = '' } of journal.filter(isClosing)) {
    const key = `${period} of ${customer}`;
    closed.set(key, (closed.get(key) ?? 0) + 1);
  }
  const wanted = months.flatMap((month) => tenant.customers.map(({ key }) => `${month} of ${key}`));
  return [
    ...wanted.filter((key) => !closed.has(key)).map((key) => `${key} is not closed`),
    ...[...closed]
      .filter(([, times]) => times > 1)
      .map(([key, times]) => `${key} is closed ${times} times`),
    ...[...closed.keys()]
      .filter((key) => !wanted.includes(key))
      .map((key) => `${key} is closed, and has not ended`),
  ];
}

function numberFaults(journal: readonly JournalDocument[]): string[] {
  const bySeries = new Map<string, number[]>();
  for (const { number = '' } of journal.filter(({ kind }) => kind === 'invoice')) {
    const [, series = '', digits = ''] = /^(.*?)(\d+)$/.exec(number) ?? [];
    bySeries.set(series, [...(bySeries.get(series) ?? []), Number(digits)]);
  }
  return [...bySeries].flatMap(([series, numbers]) => {
    const isInARow = numbers.every((number, index) => number === index + 1);
    return isInARow ? [] : [`${series}: ${numbers.join(', ')}`];
  });
}

function amounts(
  { tenant }: Office,
  { used }: Played,
  journal: readonly JournalDocument[],
): string[] {
  const posted = postedBy(journal);
  return [...owedBy(tenant, used)].flatMap(([customer, owed]) => {
    const billed = posted.get(customer) ?? 0n;
    return billed === owed
      ? []
      : [`${customer} owes ${owed} nanos, and ${billed} are in the books`];
  });
}

function payments({ paid }: Office, journal: readonly JournalDocument[]): string[] {
  const booked = journal
    .filter(({ kind }) => kind === 'payment')
    .map(({ invoice = '' }) => invoice);
  return [
    ...[...paid.keys()]
      .filter((id) => !booked.includes(id))
      .map((id) => `the payment of ${id} is not booked`),
    ...booked
      .filter((id, index) => booked.indexOf(id) !== index)
      .map((id) => `${id} was paid twice`),
  ];
}

async function booksFaults({ askFor }: Interface): Promise<string[]> {
  const { body } = await askFor({ method: 'GET', path: '/v1/books/check' });
  return listAt(body, 'faults').map((fault) => JSON.stringify(fault));
}

async function unbilled(api: Interface, { months }: Played): Promise<string[]> {
  const faults: string[] = [];
  for (const month of months) {
    const rows = await wholeList(api, `/v1/unbilled?period=${month}`, 'rows');
    faults.push(...rows.map((row) => `${month}: ${JSON.stringify(row)}`));
  }
  return faults;
}

/** On a busy machine a schedule fires later than its minute, when all may have been at rest before. */
const passWithinMs = 120_000;
const pollMs = 2_000;

/** Whether the reconciliation has ended since, and agrees. */
export async function reconciliation({ tenant, api }: Office, since: number): Promise<Check> {
  const ask = async () => {
    const { bytes } = await api.askFor({ method: 'GET', path: '/v1/reconciliation' });
    return jsonFrom(bytes.toString());
  };
  const isNewIn = (body: unknown) => Date.parse(textAt(body, 'begunAt') ?? '') >= since;
  let body = await ask();
  for (let waited = 0; waited < passWithinMs && !isNewIn(body); waited += pollMs) {
    await sleep(pollMs);
    body = await ask();
  }
  const isNew = isNewIn(body);
  const findings = listAt(body, 'comparisons').flatMap((one) => listAt(one, 'findings'));
  const status = textAt(body, 'status');
  const faults = [
    ...findings.map((finding) => JSON.stringify(finding)),
    ...(status === 'agrees' && isNew
      ? []
      : [
          `its status is ${status ?? 'none'}, and its last pass began ${textAt(body, 'begunAt') ?? 'never'}`,
        ]),
  ];
  return {
    name: 'the reconciliation agrees',
    faults: faults.map((fault) => `${tenant.name}: ${fault}`),
  };
}
