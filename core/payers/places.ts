import { auditTime } from '../access/audit/audit-log.ts';
import { readDocument } from '../books/books.ts';
import { documentsAfter } from '../books/customer-documents.ts';
import { forgottenCustomer } from '../catalog/ports.ts';
import { timestampOf } from '../kernel/timestamp.ts';
import { heldSpend } from './held-spend.ts';
import { type HeldStep, heldEvents, heldTotals } from './held-usage.ts';
import { clearOf, pseudonymsOf } from './payer-held.ts';
import type { HeldPlace, HeldPorts, PayerHeld } from './ports.ts';

/** Where the reading of a place goes on: numbers or one text, as that place has it; empty from its beginning on. */
export type HeldFrom = readonly (number | string)[];

/** Reads a place from where it was left. Each step has read a little. */
type ReadHeld = (
  ports: HeldPorts,
  payer: PayerHeld,
  from: HeldFrom,
) => AsyncGenerator<Omit<HeldStep, 'at'> & { readonly at: HeldFrom }>;

const numbersIn = (from: HeldFrom): readonly number[] =>
  from.filter((part) => typeof part === 'number');
const textIn = ([part]: HeldFrom): string | undefined =>
  typeof part === 'string' ? part : undefined;

const PAST_PER_READ = 20;
const ENTRIES_PER_READ = 200;
const AUDIT_PER_READ = 100;
const FIRST_REVISION = Number.MAX_SAFE_INTEGER;

/** Every place in which something of a payer is held, in the order of an export. */
export const heldPlaces: Readonly<Record<HeldPlace, ReadHeld>> = {
  customer: async function* (_, { record }, from) {
    if (record?.customer === undefined || from.length > 0) return;
    yield { at: [1], record: { place: 'customer', record } };
  },

  'customer-history': async function* ({ customers }, { tenant, payer }, from) {
    let [before = FIRST_REVISION] = numbersIn(from);
    for (;;) {
      const asked = { key: payer, before, limit: PAST_PER_READ };
      const { records, more } = await customers.listPast(tenant, asked);
      for (const record of records) {
        before = record.revision;
        yield { at: [before], record: { place: 'customer-history', record } };
      }
      if (!more || records.length === 0) return;
    }
  },

  mandates: async function* ({ mandates }, { tenant, payer }, from) {
    const [before = -1] = numbersIn(from);
    const all = await mandates.ofCustomer(tenant, payer);
    for (const [index, mandate] of all.entries()) {
      if (index <= before || mandate.versions.length === 0) continue;
      yield { at: [index], record: { place: 'mandates', mandate } };
    }
  },

  claims: async function* ({ customers }, { tenant, subjects }, from) {
    const [before = -1] = numbersIn(from);
    const asked = subjects.slice(before + 1);
    const claims = await customers.claims(tenant, asked);
    for (const [index, subject] of subjects.entries()) {
      const claim = claims.get(subject);
      if (claim === undefined || claim.customer === forgottenCustomer) continue;
      yield { at: [index], record: { place: 'claims', claim } };
    }
  },

  salts: async function* (ports, { tenant, subjects }, from) {
    const [before = -1] = numbersIn(from);
    const pseudonyms = await pseudonymsOf(ports, tenant, clearOf(subjects));
    for (const [index, subject] of subjects.entries()) {
      const pseudonym = pseudonyms.get(subject);
      if (pseudonym === undefined || index <= before) continue;
      yield { at: [index], record: { place: 'salts', subject, pseudonym } };
    }
  },

  quarantine: async function* ({ quarantine }, { tenant, subjects }, from) {
    const wanted = new Set(subjects);
    let after = textIn(from) ?? '';
    for (;;) {
      const entries = await quarantine.list(tenant, { after, limit: ENTRIES_PER_READ });
      for (const entry of entries) {
        if (!wanted.has(entry.event.subject)) continue;
        yield { at: [entry.id], record: { place: 'quarantine', entry } };
      }
      after = entries.at(-1)?.id ?? after;
      if (entries.length < ENTRIES_PER_READ) return;
      yield { at: [after] };
    }
  },

  totals: (ports, payer, from) => heldTotals(ports, payer, 'totals', numbersIn(from)),

  levels: (ports, payer, from) => heldTotals(ports, payer, 'levels', numbersIn(from)),

  events: (ports, payer, from) => heldEvents(ports, payer, numbersIn(from)),

  documents: async function* ({ books, log }, { tenant, payer }, from) {
    const [seq = 0, index = 0] = numbersIn(from);
    const after = { seq, index };
    for await (const entry of documentsAfter(books, tenant, { customer: payer, after })) {
      const document = await readDocument(log, tenant, entry);
      yield { at: [entry.seq, entry.index], record: { place: 'documents', document } };
    }
  },

  spend: (ports, payer, from) => heldSpend(ports, payer, numbersIn(from)),

  audit: async function* ({ audit, clock }, { tenant, payer, subjects }, from) {
    const names = new Set([payer, ...subjects]);
    let before = textIn(from);
    const range = { from: timestampOf(0), to: timestampOf(clock.now() + 1) };
    for (;;) {
      const page = await audit.list(tenant, { ...range, before, limit: AUDIT_PER_READ });
      for (const entry of page.entries) {
        before = entry.id;
        if (namesAny(entry.target, names)) {
          yield { at: [before], record: { place: 'audit', entry } };
        }
      }
      if (!page.more) return;
      yield { at: [before ?? auditTime(range.to)] };
    }
  },
};

/** Whether one of the names is a part of a path, or what a query asks for. */
function namesAny(target: string, names: ReadonlySet<string>): boolean {
  const [path = '', query = ''] = target.split('?');
  const parts = path.split('/').map(decoded);
  const values = [...new URLSearchParams(query).values()];
  return [...parts, ...values].some((part) => names.has(part));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
