import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const docs = join(import.meta.dirname, '../docs');

/** Pages of docs/ that whoever uses Farthing reads, in the order in which they are of use. */
const used = [
  'first-invoice',
  'sending-events',
  'corrections',
  'backfill',
  'client',
  'come-as-you-are',
  'otlp',
  'tallies',
  'browsers',
  'budgets',
  'paying',
  'wallets',
  'passes',
  'privacy',
  'shares',
  'payees',
  'payee-statements',
  'tips',
  'tokens',
  'receipts',
  'aggregations',
  'pricing',
  'billing',
  'fields',
  'documents',
  'bank',
  'books',
  'verify',
  'transparency',
  'witnesses',
  'rails',
  'marketplace',
  'sepa',
  'payouts',
  'payouts-evm',
  'reminders',
  'reports',
  'analytics',
  'webhooks',
  'errors',
  'data-life',
  'console',
  'cli',
  'reference',
] as const;
/** The same of whoever runs it. */
const run = ['deploy', 'settings', 'runbook', 'upgrade'] as const;

/** A page of docs/, as it can be read by itself. */
export interface Guide {
  /** Its file. */
  readonly name: string;
  readonly title: string;
  /** Its first sentence. */
  readonly says: string;
  readonly text: string;
  readonly isForOperators: boolean;
}

/** The guides, whose links lead to each other or are text. */
export const readGuides = (): Promise<readonly Guide[]> =>
  Promise.all([
    ...used.map((name) => guideOf(name, false)),
    ...run.map((name) => guideOf(name, true)),
  ]);

async function guideOf(name: string, isForOperators: boolean): Promise<Guide> {
  const text = await readFile(join(docs, `${name}.md`), 'utf8');
  const [heading = '', paragraph = ''] = text.split(/\n\n+/);
  return {
    name: `${name}.md`,
    title: heading.replace(/^# /, ''),
    says: plain(paragraph.replaceAll('\n', ' ').replace(/(?<=[.])\s.*$/, '')),
    text: text
      .replaceAll(picture, '')
      .replaceAll(link, (whole, shown: string, target: string) => (leads(target) ? whole : shown)),
    isForOperators,
  };
}

/** Of Markdown. Pictures stay where they are. */
const picture = /!\[[^\]]*\]\([^)\s]+\)\n*/g;
const link = /\[([^\]]*)\]\(([^)\s]+)\)/g;
const names: ReadonlySet<string> = new Set([...used, ...run].map((name) => `${name}.md`));

const leads = (target: string): boolean =>
  /^(?:https:|#)/.test(target) || names.has(target.split('#')[0] ?? '');

const plain = (text: string): string =>
  text
    .replaceAll(link, '$1')
    .replaceAll('**', '')
    .replaceAll(/\b_|_\b/g, '');
