import {
  answeredInvoice,
  answeredItem,
  answeredRun,
  listedInvoice,
  refused,
  usageHead,
} from './canned.ts';
import { ofPayees } from './fake-payees.ts';
import { type FakeAnswer, httpServer, type SeenRequest } from './http-server.ts';

interface PostedEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a service keeps; given to another, that one goes on with it. */
export const fakeData = () => ({
  events: new Map<string, PostedEvent>(),
  items: new Map<string, Readonly<Record<string, unknown>>>(),
  invoices: new Map<string, Readonly<Record<string, unknown>>>(),
});

/**
 * Speaks the part of the HTTP interface that these tests need, counts each event once, and adds up `count` and `sum`
 * meters without looking at the period.
 */
export async function fakeFarthing(
  interfere: (request: SeenRequest) => FakeAnswer | undefined = () => undefined,
  { events, items, invoices } = fakeData(),
) {
  let clock = '2026-11-22T00:00:00.000Z';

  const takeEvents = ({ body }: SeenRequest): FakeAnswer => {
    const posted = JSON.parse(body) as PostedEvent[];
    const outcomes = posted.map((event, index) => {
      const age = Date.parse(clock) - Date.parse(event.time);
      if (age > 35 * 86_400_000) {
        const code = 'event.too-old' as const;
        return { index, id: event.id, code, detail: `got ${event.time}` };
      }
      if (event.subject.startsWith('private-pass:')) {
        const code = 'event.subject-reserved' as const;
        return { index, id: event.id, code, detail: 'name another subject' };
      }
      events.set(JSON.stringify([event.source, event.id]), event);
      return undefined;
    });
    const rejected = outcomes.filter((outcome) => outcome !== undefined);
    const accepted = posted.length - rejected.length;
    if (accepted > 0) return { status: 202, json: { accepted, rejected } };
    return refused('request.all-rejected', 'none was accepted', { rejected });
  };
  const putItem = ({ path, body }: SeenRequest): FakeAnswer => {
    const status = items.has(path) ? 200 : 201;
    const item = answeredItem(path, JSON.parse(body) as Readonly<Record<string, unknown>>);
    items.set(path, item);
    return { status, json: item };
  };
  const addUp = ({ query }: SeenRequest): FakeAnswer => {
    const meter = items.get(`/v1/meters/${query['meter']}`);
    if (meter === undefined) return refused('meter.not-found', 'no such meter');
    const { eventType, aggregation, value: field = '' } = meter;
    const counted = [...events.values()].filter(({ type }) => type === eventType);
    const value = counted.reduce(
      (sum, { data }) => sum + (aggregation === 'sum' ? Number(data[String(field)]) : 1),
      0,
    );
    const { from, to } = usageHead;
    const rows = [{ start: from, end: to, dimensions: {}, value: String(value) }];
    const asked = { meter: query['meter'], aggregation, window: null, rows };
    return { status: 200, json: { ...usageHead, ...asked } };
  };
  /** A month is billed at once: an invoice for each customer. */
  const bill = ({ body }: SeenRequest): FakeAnswer => {
    const { period } = JSON.parse(body) as { period: string };
    const customers = [...items.keys()].filter((path) => path.startsWith('/v1/customers/'));
    for (const [index, path] of customers.entries()) {
      const number = `INV-${index + 1}`;
      const customer = decodeURIComponent(path.slice('/v1/customers/'.length));
      if (invoices.has(number)) continue;
      invoices.set(number, listedInvoice({ number, customer, total: `${index}.50` }));
    }
    return { status: 202, json: { period, status: 'started' } };
  };
  const runOf = ({ path }: SeenRequest): FakeAnswer => {
    const checked = invoices.size === 0 ? {} : { checkedAt: clock };
    const period = path.split('/').at(-1) ?? '';
    return {
      status: 200,
      json: answeredRun(period, { counts: { closed: invoices.size }, ...checked }),
    };
  };
  const documentOf = ({ path, headers }: SeenRequest): FakeAnswer | undefined => {
    const number = path.replace('/v1/invoices/', '');
    if (!invoices.has(number)) return undefined;
    return headers.accept === 'application/pdf'
      ? {
          status: 200,
          headers: { 'content-type': 'application/pdf' },
          bytes: Buffer.from('%PDF-1.3\n%\xff\xfe', 'latin1'),
        }
      : { status: 200, json: answeredInvoice(number) };
  };
  const server = await httpServer((request) => {
    const interfered = interfere(request) ?? ofPayees(request);
    if (interfered !== undefined) return interfered;
    if (request.method === 'PUT') return putItem(request);
    if (request.path.startsWith('/v1/billing-runs/')) return runOf(request);
    const document = documentOf(request);
    if (document !== undefined) return document;
    switch (`${request.method} ${request.path}`) {
      case 'POST /v1/billing-runs':
        return bill(request);
      case 'GET /v1/invoices':
        return { status: 200, json: { invoices: [...invoices.values()] } };
      case 'GET /v1/books/check':
        return { status: 200, json: { blocks: 1, documents: invoices.size, faults: [] } };
      case 'GET /v1/meters':
        return { status: 200, json: { meters: [] } };
      case 'GET /v1/usage':
        return addUp(request);
      case 'POST /v1/events':
        return takeEvents(request);
      case 'POST /v1/corrections/dry-run':
        return { status: 200, json: { dryRun: true, corrects: 0 }, isStranger: true };
      case 'GET /v1/clock':
        return { status: 200, json: { now: clock } };
      case 'POST /v1/clock':
        clock =
          (JSON.parse(request.body) as { now: string | null }).now ?? '2026-11-22T00:00:00.000Z';
        return { status: 200, json: { now: clock } };
      default:
        return { status: 404, json: { message: 'Not Found' } };
    }
  });
  return {
    ...server,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
    clock: () => clock,
    setClock: (now: string) => {
      clock = now;
    },
    invoices: () => [...invoices.values()],
    items: () => items,
    events: () => [...events.values()],
  };
}
