import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { isNotRun } from '../../support/commands-not-run.ts';
import type { LocalFarthing } from './local-stack.ts';
import { commandsOf, PersonAtShell, type Ran } from './page-commands.ts';

const root = resolve(import.meta.dirname, '../../..');
/** The day after the last that is named in these pages. */
const dayAfterPages = '2026-11-23T12:00:00Z';

/**
 * The commands of pages that a newcomer does not read from end to end, on a stack that is there, where the tenant of
 * its first key has the invoice INV-2026-000001.
 */
export function describeOtherPages(farthingOf: () => LocalFarthing): void {
  let farthing: LocalFarthing;
  beforeAll(() => {
    farthing = farthingOf();
  });

  /** Puts the clock where a page has it; null: where the machine has it. */
  async function at(now: string | null): Promise<void> {
    await farthing.untilSettled();
    await farthing.setClock(now, { quietly: true });
  }

  /** What the commands of a page come to that can be run here; `FARTHING_URL` and the key are set. */
  async function ranOf(page: string, person: PersonAtShell): Promise<(Ran & { line: string })[]> {
    for (const [variable, member] of [
      ['FARTHING_URL', 'url'],
      ['FARTHING_API_KEY', 'apiKey'],
    ]) {
      await person.run(
        `export ${variable}=$(node -p "require('./.farthing/local.json').${member}")`,
      );
    }
    const ran: (Ran & { line: string })[] = [];
    for (const { line } of commandsOf(await readFile(join(root, page), 'utf8'))) {
      if (!isNotRun(page, line)) ran.push({ line, ...(await person.run(line)) });
    }
    return ran;
  }

  /** Whoever asks, as a tenant of its own. */
  const person = (tenant: string): Promise<PersonAtShell> => PersonAtShell.of(farthing, tenant);

  const failed = (ran: readonly (Ran & { line: string })[]) => ran.filter(({ code }) => code !== 0);

  describe.each([
    ['docs/deploy.md', null],
    ['docs/sending-events.md', dayAfterPages],
  ])('%s', (page, now) => {
    it('sends its event', async () => {
      await at(now);

      const ran = await ranOf(page, await person('sender'));

      expect(ran).toHaveLength(1);
      expect(JSON.parse(ran[0]?.printed ?? '')).toEqual({ accepted: 1, rejected: [] });
    });
  });

  describe('docs/otlp.md', () => {
    it('has a span counted as an event, by the mapping that is offered', async () => {
      await at(null);
      const traced = await person('traced');

      const ran = await ranOf('docs/otlp.md', traced);
      await farthing.untilSettled();
      const { printed } = await traced.farthing(['events', '--subject', 'reader-7']);

      expect(failed(ran)).toEqual([]);
      expect(ran.at(-3)?.printed).toContain('1 mapping of OTLP');
      expect(ran.at(-2)?.printed).toContain('{}');
      expect(printed).toContain('ai.tokens');
    });
  });

  describe('docs/tallies.md', () => {
    it('has what was added up counted once', async () => {
      await at(dayAfterPages);
      const warehouse = await person('warehouse');

      const ran = await ranOf('docs/tallies.md', warehouse);
      await farthing.untilSettled();
      const sums = ['usage', '--meter', 'warehouse_bytes', '--from', '2026-11', '--to', '2026-12'];
      const { printed } = await warehouse.farthing([...sums, '--json']);

      expect(failed(ran)).toEqual([]);
      expect(JSON.parse(printed)).toMatchObject({ rows: [{ value: '5300.500001' }] });
    });
  });

  describe('docs/documents.md', () => {
    it('gets an invoice whose digest is its entity tag', async () => {
      const [, compared] = await ranOf('docs/documents.md', await person('demo'));
      const [digest = ''] = compared?.printed.split(' ') ?? [];

      expect(digest).toMatch(/^[0-9a-f]{64}$/);
      expect(compared?.printed).toMatch(new RegExp(`^etag: .*${digest}`, 'im'));
    });
  });

  describe('docs/reports.md', () => {
    it('shows what was earned, and writes down who owes what', async () => {
      await at(null);
      const demo = await person('demo');

      const ran = await ranOf('docs/reports.md', demo);

      expect(failed(ran)).toEqual([]);
      expect(ran[0]?.printed).toMatch(/^revenue: from 2026-10-01, to 2026-10-31\n/);
      const receivables = await readFile(demo.path('receivables.csv'), 'utf8');
      expect(receivables).toMatch(/^currency,customer,notDue,[^\n]*\r\n[A-Z]{3},/);
    });
  });

  describe('docs/analytics.md', () => {
    it('exports usage once, and fetches each file once', async () => {
      const demo = await person('demo');

      const [exported, fetched, listed] = await ranOf('docs/analytics.md', demo);

      expect(exported?.printed).toMatch(/^\d+ files with [\d,]+ rows exported\n/);
      expect(fetched?.printed).toMatch(
        /^nothing is new: .*\n(?<files>\d+) files fetched into exported; 0 files there before\n$/,
      );
      expect(listed?.printed).toContain('/hour=all/part-000001-');
      const again = await demo.farthing(['export', '-o', 'exported']);
      expect(again.printed).toMatch(/\n0 files fetched into exported; \d+ files there before\n$/);
    });
  });

  describe('docs/webhooks.md', () => {
    it('has an endpoint whose secret is printed once, and says that its test found nobody', async () => {
      const ran = await ranOf('docs/webhooks.md', await person('listener'));

      expect(ran[0]).toMatchObject({ code: 0, printed: expect.stringContaining('whsec_') });
      // Nobody has an address under `.example`.
      expect(ran[1]).toMatchObject({ code: 1, printed: expect.stringMatching(/^failed: /) });
      expect(ran).toHaveLength(2);
    });
  });

  describe('docs/data-life.md', () => {
    it('exports a payer, says what would go, and erases it', async () => {
      const shopkeeper = await person('shopkeeper');
      const customers = shopkeeper.path('customers.json');
      await writeFile(
        customers,
        JSON.stringify([{ key: 'ada', name: 'Ada Example', subjects: ['reader-7'] }]),
      );
      await shopkeeper.farthing(['customers', 'apply', customers]);
      await shopkeeper.farthing(['customers', 'archive', 'ada']);

      const ran = await ranOf('docs/data-life.md', shopkeeper);

      expect(failed(ran)).toEqual([]);
      expect(ran).toHaveLength(3);
      expect(await readFile(shopkeeper.path('ada.jsonl'), 'utf8')).toContain('Ada Example');
      const [, would, went] = ran.map(({ printed }) => printed);
      expect(would).toMatch(/^would go .*\n.*\ncustomer-history +1\n/);
      expect(went).toMatch(/^went .*\n.*\ncustomer-history +1\n/);
      const again = await shopkeeper.farthing(['payers', 'erase', 'ada', '--dry-run']);
      expect(again.printed).not.toContain('customer-history');
    });
  });
}
