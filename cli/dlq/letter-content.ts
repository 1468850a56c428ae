import { documentsMessageFrom } from '../../core/billing/run/documents-message.ts';
import { type BillingMessage, billingMessageFrom } from '../../core/billing/run/message.ts';
import { backfillPositionFrom } from '../../core/catalog/backfill.ts';
import { type EarningsMessage, earningsMessageFrom } from '../../core/earnings/message.ts';
import { type ExportsMessage, exportsMessageFrom } from '../../core/exports/message.ts';
import { eventMessageFrom } from '../../core/metering/intake/event-message.ts';
import { touchedHourFrom } from '../../core/metering/totals/touched.ts';
import { type RailsMessage, railsMessageFrom } from '../../core/rails/message.ts';
import { dropsMessageFrom } from '../../core/tallies/drops/message.ts';
import { type WebhooksMessage, webhooksMessageFrom } from '../../core/webhooks/message.ts';
import { counted } from '../output/numbers.ts';
import type { QueueName } from './dead-letters.ts';

/** What a message says, for a person. */
export interface LetterContent {
  /** Undefined where it is about all tenants, or cannot be read. */
  readonly tenant?: string | undefined;
  readonly what: string;
  /** What it names: events, customers, documents. */
  readonly names: readonly string[];
}

const hourMs = 3_600_000;
const instant = (milliseconds: number): string => new Date(milliseconds).toISOString();
const hourText = (hour: number): string => instant(hour * hourMs).slice(0, 16);

/** Reads a message as whoever works it off does; one that cannot be read is told by why. */
export function letterContent(queue: QueueName, body: string): LetterContent {
  try {
    return readers[queue](body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { what: `cannot be read: ${reason}`, names: [] };
  }
}

const readers: Readonly<Record<QueueName, (body: string) => LetterContent>> = {
  Events: (body) => {
    const { tenant, admitted, events } = eventMessageFrom(body);
    const times = events.map(({ occurredAt }) => occurredAt).toSorted((a, b) => a - b);
    const [first = 0, last = first] = [times[0], times.at(-1)];
    const when = first === last ? instant(first) : `${instant(first)} to ${instant(last)}`;
    return {
      tenant,
      what: `${counted(events.length, 'event')} of ${when}${admitted ? ', let in by a person' : ''}`,
      names: events.map(
        ({ source, id, type, subject, occurredAt }) =>
          `${instant(occurredAt)} ${type} of ${subject}: ${source} ${id}`,
      ),
    };
  },
  Touched: (body) => {
    const { tenant, shard, hour } = touchedHourFrom(body);
    return { tenant, what: `totals of ${hourText(hour)} UTC, shard ${shard}`, names: [] };
  },
  Backfill: (body) => {
    const { tenant, version, shard } = backfillPositionFrom(body);
    return { tenant, what: `meters of version ${version}, shard ${shard}`, names: [] };
  },
  Billing: (body) => billingContent(billingMessageFrom(body)),
  Announced: (body) => {
    const { tenant, ids } = documentsMessageFrom(body);
    return { tenant, what: `forms of ${counted(ids.length, 'document')}`, names: ids };
  },
  Webhooks: (body) => webhooksContent(webhooksMessageFrom(body)),
  Rails: (body) => railsContent(railsMessageFrom(body)),
  Earnings: (body) => earningsContent(earningsMessageFrom(body)),
  Exports: (body) => exportsContent(exportsMessageFrom(body)),
  Drops: dropsContent,
};

function billingContent(message: BillingMessage): LetterContent {
  const { tenant } = message;
  switch (message.kind) {
    case 'sweep':
      return { tenant, what: 'look for months that are due', names: [] };
    case 'check-books':
      return { tenant, what: 'check the books', names: [] };
    case 'correct':
      return { tenant, what: 'go on with a correction', names: [message.id] };
    case 'reconcile':
      return {
        tenant,
        what: `compare ${message.step?.compares ?? 'the books'} with what they are made from`,
        names: [],
      };
    case 'list-unbilled':
      return { tenant, what: `list what is unbilled of ${message.month}`, names: [] };
    case 'run':
      return { tenant, what: `billing run of ${message.month}: ${message.phase}`, names: [] };
    case 'close': {
      const { month, customers } = message;
      return {
        tenant,
        what: `close ${month} of ${counted(customers.length, 'customer')}`,
        names: customers,
      };
    }
  }
}

function webhooksContent(message: WebhooksMessage): LetterContent {
  if (message.kind === 'look') {
    const what = message.at === 'months' ? 'months that are closed' : 'what is open in quarantine';
    return { tenant: message.tenant, what: `look for ${what}`, names: [] };
  }
  if (!('key' in message)) return { what: 'send all webhooks', names: [] };
  return { tenant: message.tenant, what: `send webhook ${message.key}`, names: [] };
}

function railsContent(message: RailsMessage): LetterContent {
  if (message.kind === 'license') {
    return { what: 'take down that a license has ended', names: [message.license] };
  }
  if (!('tenant' in message)) return { what: 'look at all that is being collected', names: [] };
  const { tenant } = message;
  const { what, names = [] } = railsWork(message);
  return { tenant, what, names };
}

function railsWork(
  message: Extract<RailsMessage, { tenant: string }>,
): Pick<LetterContent, 'what'> & { readonly names?: LetterContent['names'] } {
  switch (message.kind) {
    case 'remind':
      return { what: 'remind of what is overdue' };
    case 'payouts':
      return {
        what: 'look at what is paid out',
        names: message.payee === undefined ? [] : [message.payee],
      };
    case 'refill':
      return { what: 'look after a wallet that may be low', names: [message.payer] };
    case 'commit':
      return { what: `look at the commit ${message.epoch} to ${message.contract}` };
    case 'subscriptions':
      return { what: 'report what is used to AWS Marketplace' };
    case 'look':
      return { what: `look at what ${message.rail} is collecting` };
    case 'changes':
      return { what: `ask ${message.rail} what it has told of` };
    case 'hint': {
      const { hint, rail } = message;
      const name = hint.about === 'payment' ? hint.payment : hint.collection.invoice;
      return { what: `look at what ${rail} has told of`, names: [name] };
    }
  }
}

function exportsContent(message: ExportsMessage): LetterContent {
  if (message.kind === 'look') return { what: 'begin an export of every tenant', names: [] };
  return { tenant: message.tenant, what: 'go on with an export', names: [message.id] };
}

function dropsContent(body: string): LetterContent {
  const message = dropsMessageFrom(body);
  if (message.kind === 'put') return { what: 'read a manifest of tallies', names: message.keys };
  return { tenant: message.tenant, what: 'go on with a drop', names: [message.id] };
}

function earningsContent(message: EarningsMessage): LetterContent {
  switch (message.kind) {
    case 'look':
      return { what: 'look at the tenants that have shares', names: [] };
    case 'fold':
      return { tenant: message.tenant, what: 'read the books for payees', names: [] };
    case 'worths':
      return {
        tenant: message.tenant,
        what: `find out what ${message.month} of payers is worth to payees`,
        names: [],
      };
    case 'round':
      return {
        tenant: message.tenant,
        what: `add up what payees earn of ${message.month}, and post it`,
        names: [],
      };
    case 'statements':
      return { tenant: message.tenant, what: `tell payees of ${message.month}`, names: [] };
    case 'recount':
      return {
        tenant: message.tenant,
        what: `find out again what ${message.month} is worth to payees`,
        names: [],
      };
  }
}
